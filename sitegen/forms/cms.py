"""The configuration of the editor in the browser (Decap CMS): a form for each kind of file, made of the classes that read them.

What a field may be is said by the schema; what there is to choose between, by the content: meetings of the plan, parties, bodies.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from sitegen import schema
from sitegen.danish import date_words
from sitegen.entry import Entry
from sitegen.forms import jsonschema, shape
from sitegen.forms.shape import Field, word
from sitegen.model import Site
from sitegen.schema import FILES, Editor

Form = dict[str, Any]
Choices = Mapping[str, list[Form]]

ATTACHMENTS = "content/attachments"
# Which names a field that holds an id can take, by the field's name.
OFFERED = {
    "meetings": ("meeting",),
    "parties": ("party", "parties", "host"),
    "bodies": ("body", "bodies", "refers_to", "part_of", "to", "unless_seated_in"),
    "clusters": ("cluster",),
    "levels": ("level",),
}
SUMMED_UP = ("date", "body", "role", "name", "clause", "id")  # what an element of a list is known by while it is folded
PATTERNS = {kind: kind for kind in ("id", "moment", "time", "term", "url", "address")} | {"site-address": "url"}
# Of files with a body: the collection's name, the field that entries are known by, the file's name, the word for a single one.
FOLDERS = {
    "agendas": ("agenda", "meeting", "{{meeting}}"),
    "minutes": ("minutes", "meeting", "{{meeting}}"),
    "mandates": ("mandate", "title", "{{slug}}"),
    "pages": ("page", "title", "{{slug}}"),
}
# Where each service stands when nothing else is said, and the path of its API there.
SERVICES = {
    "github": ("github.com", ""),
    "gitlab": ("gitlab.com", "/api/v4"),
    "gitea": ("gitea.com", "/api/v1"),
    "forgejo": ("codeberg.org", "/api/v1"),
}
MESSAGES = {
    "create": "Opret {{collection}}: {{slug}}",
    "update": "Ret {{collection}}: {{slug}}",
    "delete": "Slet {{collection}}: {{slug}}",
    "uploadMedia": "Læg {{path}} ind",
    "deleteMedia": "Slet {{path}}",
}


def config(site: Site, editor: Editor) -> bytes:
    """Return config.yml."""
    found = {
        "backend": _backend(editor),
        "local_backend": True,  # heeded only where the page stands at localhost: it writes through a server there
        **({"publish_mode": "editorial_workflow"} if editor.review else {}),
        "locale": "da",
        "site_url": site.file.base_url,
        "show_preview_links": False,
        "media_folder": ATTACHMENTS,
        "public_folder": "",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "editor": {"preview": False},
        "collections": _collections(site),
    }
    return yaml.dump(found, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1_000_000).encode()


class _Plain(yaml.SafeDumper):
    """Writes what is used twice out twice: anchors are nothing for people."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def servers(editor: Editor) -> tuple[str | None, str]:
    """Return the address that editors log in at, None where the service has none for a page, and that of the service's API."""
    home, path = SERVICES[editor.backend]
    if editor.backend == "github":
        return editor.auth, editor.api or f"https://api.{home}"
    auth = (editor.auth or f"https://{home}").rstrip("/")
    return auth, editor.api or auth + path


def _backend(editor: Editor) -> Form:
    auth, api = servers(editor)
    found: Form = {"name": editor.backend, "repo": editor.repo, "branch": editor.branch}
    found |= {name: value for name, value in {"base_url": auth, "api_root": api, "app_id": editor.app}.items() if value}
    if editor.app and editor.backend == "gitlab":
        found["auth_type"] = "pkce"
    return {**found, "commit_messages": MESSAGES}


def _collections(site: Site) -> list[Form]:
    choices = _choices(site)
    found = [_folder(name, *about, choices) for name, about in FOLDERS.items()]
    agendas = found[0]
    number = next(field for field in agendas["fields"] if field["name"] == "supplement")
    plain = {**agendas, "fields": [field for field in agendas["fields"] if field is not number]}
    # The file of a supplement has a name of its own; `_supplement` is put there by whoever reads the file (assets/admin.js).
    supplements = {
        **agendas,
        "name": "supplements",
        "label": word("supplements"),
        "label_singular": word("supplement"),
        "slug": "{{meeting}}-tillaeg-{{supplement}}",
        "summary": f"{{{{meeting}}}}, {number['label'].lower()} {{{{supplement}}}}",
        "fields": [{**field, "required": True} if field is number else field for field in agendas["fields"]],
    }
    kept = [{**plain, "filter": {"field": "_supplement", "value": False}}, {**supplements, "filter": _ONLY_SUPPLEMENTS}]
    return [*kept, *found[1:], _plans(site, choices), _base(choices)]


_ONLY_SUPPLEMENTS = {"field": "_supplement", "value": True}


def _folder(name: str, kind: str, known_by: str, slug: str, choices: Choices) -> Form:
    of_meeting = known_by == "meeting"
    body = {
        "name": "body",
        "label": word("items" if of_meeting else "text"),
        "hint": word("items_hint" if of_meeting else "text_hint"),
        "widget": "markdown",
        "modes": ["raw"],
        "editor_components": [],
        "required": False,
    }
    found = {
        "name": name,
        "label": word(name),
        "label_singular": shape.kind_words(kind)[0],
        "folder": f"content/{name}",
        "extension": "md",
        "format": "yaml-frontmatter",
        "create": True,
        "identifier_field": known_by,
        "slug": slug,
        "summary": f"{{{{{known_by}}}}}",
        "sortable_fields": [{"field": known_by, "default_sort": "desc" if of_meeting else "asc"}],
        "fields": [*_fields(FILES[kind], choices), body],
    }
    if of_meeting:
        found |= {"media_folder": f"/{ATTACHMENTS}/{{{{fields.meeting}}}}", "public_folder": ""}
    return found


def _plans(site: Site, choices: Choices) -> Form:
    """Return the plans, a file a year, and the year after the last."""
    years = {meeting.source.path.rpartition("/")[2].partition(".")[0] for meeting in site.meetings}
    names = sorted({*years, *(str(int(year) + 1) for year in years if year.isdecimal())}, reverse=True)
    label, _ = shape.kind_words("plan")
    fields = _fields(FILES["plan"], choices)
    fields[0] |= {"summary": "{{date}} {{body}} {{id}}", "collapsed": True}
    return _files("plans", [_file(name, f"{label} {name}", f"content/meetings/{name}.yml", fields) for name in names])


def _base(choices: Choices) -> Form:
    kinds = ("site", "organisation")
    return _files(
        "base", [_file(kind, shape.kind_words(kind)[0], f"content/{kind}.yml", _fields(FILES[kind], choices)) for kind in kinds]
    )


def _files(name: str, files: list[Form]) -> Form:
    return {"name": name, "label": word(name), "format": "yml", "files": files}


def _file(name: str, label: str, path: str, fields: list[Form]) -> Form:
    return {"name": name, "label": label, "file": path, "fields": fields}


def _choices(site: Site) -> Choices:
    """Return what there is to choose between, the meetings with the newest first."""
    organisation = site.organisation
    named: dict[str, tuple[schema.Party | schema.BodyEntry | schema.Cluster | schema.Level, ...]] = {
        "parties": organisation.parties,
        "bodies": organisation.bodies,
        "clusters": organisation.clusters,
        "levels": organisation.levels,
    }
    found = {kind: [_option(one.name, one.id) for one in those] for kind, those in named.items()}
    found["meetings"] = [
        _option(f"{date_words(m.first, weekday=False)}: {', '.join(body.name for body in m.bodies)}", m.id)
        for m in sorted(site.meetings, key=lambda m: m.sort_key, reverse=True)
    ]
    return {name: found[kind] for kind, names in OFFERED.items() for name in names}


def _option(label: str, value: str) -> Form:
    return {"label": label, "value": value}


# --- from a field of the schema to one of a form


def _fields(model: type[Entry], choices: Choices, optional: bool = False) -> list[Form]:
    return [_field(field, choices, optional) for field in shape.of(model)]


def _field(field: Field, choices: Choices, optional: bool) -> Form:
    """Return a field of a form; within what may be left out altogether, nothing is asked for."""
    found: Form = {"name": field.name, "label": field.label, "hint": field.hint, "required": field.required and not optional}
    if field.kind == "choice" or (field.kind == "id" and choices.get(field.name)):
        options = [_option(shape.choice(v), v) for v in field.choices] or choices[field.name]
        return {**found, "widget": "select", "options": options, **({"multiple": True} if field.many else {})}
    if field.entry:
        if field.many:
            known_by = [f"{{{{{name}}}}}" for name in SUMMED_UP if name in field.entry.model_fields]
            inside = {"fields": _fields(field.entry, choices), "collapsed": True, "summary": " ".join(known_by[:3])}
            return {**found, "widget": "list", "label_singular": field.label.lower(), **inside}
        inside = {"fields": _fields(field.entry, choices, optional or not field.required), "collapsed": not field.required}
        return {**found, "widget": "object", **inside}
    if field.many:
        return {**found, "widget": "list", "field": {"name": field.name, "label": field.label, **_widget(field)}}
    return {**found, **_widget(field)}


def _widget(field: Field) -> Form:
    match field.kind:
        case "flag":
            return {"widget": "boolean"}
        case "count" | "positive":
            return {"widget": "number", "value_type": "int", "min": 1 if field.kind == "positive" else 0}
        case "date" | "sent":
            return {"widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
        case kind if kind in PATTERNS:
            return {"widget": "string", "pattern": [jsonschema.VALUES[kind]["pattern"], word(PATTERNS[kind])]}
    return {"widget": "string"}

"""Jinja set up for the site: strict, escaping always, a handful of filters; and assets with fingerprints in their names."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, MutableMapping
from datetime import date, datetime
from functools import lru_cache
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sitegen.compiled import Code, finished
from sitegen.danish import clock, date_short, date_words
from sitegen.model import Site
from sitegen.pages import addresses, words
from sitegen.pages.spec import PageSpec
from sitegen.pages.statement import STATEMENT, has_statement

# Everything there is, in the groups of the footer; the main menu holds what most people come for.
WAYS = (
    (
        "Møder og papirer",
        (
            ("/moeder/", "Møder"),
            ("/dagsordener/", "Dagsordener"),
            ("/referater/", "Referater"),
            ("/beslutninger/", "Beslutninger"),
            ("/kalender/", "Kalender"),
        ),
    ),
    ("Emner og sager", (("/emner/", "Emner"), ("/sager/", "Sager"), ("/opfoelgning/", "Opfølgning"), ("/frister/", "Frister"))),
    ("Hvem", (("/klynger/", "Klynger"), ("/fora/", "Fora"), ("/parter/", "Parter"), ("/kommissorier/", "Kommissorier"))),
    ("Find og brug", (("/soeg/", "Søg"), ("/arkiv/", "Arkiv"), ("/data/", "Åbne data"))),
)
LESS_USED = ("/sager/", "/opfoelgning/", "/parter/", "/soeg/", "/arkiv/", "/data/")
MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]
FILE_LINK = re.compile(r'<a href="(/bilag/[^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
IMAGE = re.compile(r'<img src="(/bilag/[^"]*)"')
OPEN_TASK = re.compile(
    r'<li class="task task-open">(?:(?!</li>|<li).)*?Frist: <time datetime="(\d{4}-\d\d-\d\d)">[^<]*</time>', re.DOTALL
)
FINGERPRINTED = 8
TEXTS = ("css", "js", "svg", "txt")


def assets(templates: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Return the files under assets/ by name: the address with a fingerprint of the contents, and the contents.

    Texts get the line ends of Unix, however they were checked out, so that the site's bytes do not depend on the machine.
    """
    found = {}
    for path, data in sorted(templates.items()):
        if path.startswith("assets/"):
            name = path.removeprefix("assets/")
            stem, dot, kind = name.rpartition(".")
            if kind in TEXTS:
                data = data.replace(b"\r\n", b"\n")
            mark = hashlib.sha256(data).hexdigest()[:FINGERPRINTED]
            found[name] = (f"/assets/{stem}.{mark}{dot}{kind}" if dot else f"/assets/{name}.{mark}", data)
    return found


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, kept as long as the process by the hash of their source: a build again need not compile again."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], CodeType] = {}
        self.used: set[tuple[str, str]] = set()

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.code.get((bucket.key, bucket.checksum))
        if bucket.code:
            self.used.add((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self.code[bucket.key, bucket.checksum] = bucket.code
            self.used.add((bucket.key, bucket.checksum))


COMPILED = _Compiled()
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class _Environment(jinja2.Environment):
    """Jinja as the site needs it."""

    code_generator_class = Code

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: those of all, which no template changes, without a map laid over them."""
        return self.globals if not d else super().make_globals(d)


def environment(
    templates: Mapping[str, str], site: Site, today: date, assets: Mapping[str, str], plain: bool = False
) -> jinja2.Environment:
    """Return the environment that every page is rendered in; `assets` holds addresses by name.

    A `plain` one is slow, and makes pages of all that Jinja itself makes pages of.
    """
    env = (jinja2.Environment if plain else _Environment)(
        # Named as the file is, so that an error in a template says which one.
        loader=jinja2.FunctionLoader(lambda name: (templates[name], f"templates/{name}", None) if name in templates else None),
        undefined=jinja2.StrictUndefined,
        bytecode_cache=None if plain else COMPILED,
        cache_size=-1,  # every template is kept
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.policies.update({"json.dumps_function": _json, "json.dumps_kwargs": {}})
    env.globals.update(site=site, today=today, preview=site.preview, asset=assets.__getitem__, once=_once())
    env.globals.update(assets=assets, menu=_menu(site), ways=_ways(site), marked=_marked(site))
    env.globals.update(verdict_table=words.VERDICTS, standing_table=words.STANDINGS, groups=words.GROUPS)
    env.globals.update(type_words=words.TYPES, mode_words=words.MODES)
    env.globals.update(status_words=words.STATUSES, months=MONTHS)
    env.filters.update(_filters(site, today))
    return env


def _json(value: object, **given: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), **given) if given else JSON.encode(value)


def page(env: jinja2.Environment, spec: PageSpec) -> str:
    """Render one page; what is wrong with a template is raised."""
    return env.get_template(spec.template).render(spec.context)


Links = tuple[tuple[str, str], ...]


def _menu(site: Site) -> Links:
    """Return the main menu."""
    return tuple(link for _, links in _ways(site)[:-1] for link in links if link[0] not in LESS_USED)


def _ways(site: Site) -> tuple[tuple[str, Links], ...]:
    """Return the groups of the footer, the free pages last; a site without clusters has no place for them."""
    clusters = bool(site.organisation.clusters)
    found = [(name, tuple(link for link in links if clusters or link[0] != "/klynger/")) for name, links in WAYS]
    return (*found, ("Om siden", _free(site)))


def _marked(site: Site) -> frozenset[str]:
    """Return the addresses that a page's frame looks different at: those it leads to."""
    return frozenset({"/", *(address for _, links in _ways(site) for address, _ in links)})


def _once() -> Callable[..., str]:
    """Return what calls a macro for arguments it has not been called with, and else remembers what it said."""
    return lru_cache(maxsize=256, typed=True)(lambda macro, *given: macro(*given))


def _free(site: Site) -> Links:
    """Return the free pages of the footer's menu; the accessibility statement goes by its legal name and stands last."""
    listed = sorted((p for p in site.pages if p.meta.menu is not None), key=lambda p: (p.meta.menu, p.id))
    links = [(page.address, page.meta.title) for page in listed if page.address != STATEMENT]
    statement = [(STATEMENT, "Tilgængelighedserklæring")] if has_statement(site) else []
    return (*links, *statement)


def _filters(site: Site, today: date) -> dict[str, Callable[..., object]]:
    language = site.file.language

    # What asks for the context is never worked out while a template is compiled: the code is kept for every site and day.
    @jinja2.pass_context
    def fragment(context: Context, html: str, home: str = "") -> Markup:
        """Finished HTML, each link to an attachment with what it is; `home` where its own anchors are elsewhere."""
        if home and 'href="#' in html:
            html = html.replace('href="#', f'href="{escape(home)}#')
        if 'class="task task-open"' in html:
            html = OPEN_TASK.sub(overdue, html)
        if 'href="/bilag/' in html:
            html = FILE_LINK.sub(with_facts, html)
        if 'src="/bilag/' in html:
            html = IMAGE.sub(with_room, html)
        return finished(html)

    def overdue(match: re.Match[str]) -> str:
        passed = date.fromisoformat(match[1]) < today
        return f'{match[0]} <strong class="overdue">overskredet</strong>' if passed else match[0]

    def with_facts(match: re.Match[str]) -> str:
        attachment = site.attachments.get(match[1])
        if attachment is None:
            return match[0]
        alone = match.string.startswith(("</li>", "\n</li>"), match.end())  # in a list of attachments there is room for more
        facts = words.file_words(attachment, language, remark=alone)
        other = words.other_language(attachment, language)
        mark = f' hreflang="{attachment.contents.language}"' if other else ""
        return f'<a href="{match[1]}"{mark}{match[2]}>{match[3]}</a> <span class="file">({escape(facts)})</span>'

    def with_room(match: re.Match[str]) -> str:
        """Say how large a picture is, so that what stands below it does not move when it comes."""
        attachment = site.attachments.get(match[1])
        if attachment is None or not attachment.contents.width:
            return match[0]
        return f'{match[0]} width="{attachment.contents.width}" height="{attachment.contents.height}"'

    return {
        "fragment": fragment,
        "date_words": date_words,
        "date_short": date_short,
        "clock": clock,
        "moment": _moment,
        "upper_first": words.upper_first,
        "lower_first": words.lower_first,
        "count": words.count,
        "obligation": words.obligation,
        "verdict": words.verdict_words,
        "waived_words": words.waived_words,
        "done_word": words.done_word,
        "unseen": words.unseen,
        "unknown_because": words.unknown_because,
        "meeting_name": words.meeting_name,
        "meeting_title": words.meeting_title,
        "meeting_days": words.meeting_days,
        "meeting_hours": words.meeting_hours,
        "bodies_name": words.bodies_name,
        "file_words": lambda attachment: words.file_words(attachment, language),
        "period": words.period,
        "joined": words.joined,
        "party": addresses.party,
        "topic": addresses.topic,
        "case": addresses.case,
    }


def _moment(moment: date | datetime) -> str:
    """Return a date, with its time where it has one: 5. marts 2026 kl. 12.00."""
    if isinstance(moment, datetime):
        return f"{date_words(moment.date(), weekday=False)} kl. {clock(moment.time())}"
    return date_words(moment, weekday=False)

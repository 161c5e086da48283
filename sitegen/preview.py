"""What the preview says beside the pages: findings, what the public cannot see yet, and what stands in the way, as HTML."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sitegen import catalogue, report
from sitegen.diagnostics import Finding, Severity
from sitegen.model import Mandate, Meeting, Page, Site
from sitegen.pages import words

OWN = "/_forhaandsvisning/"  # where what belongs to the preview itself stands
SCRIPT, STYLE, SOCKET = f"{OWN}live.js", f"{OWN}live.css", f"{OWN}live"
MOST = 100  # findings under one heading that are shown; the command line has them all
QUOTED = re.compile("`([^`]+)`")
WIDTH = 160  # characters of a line that are shown
KINDS = {Severity.ERROR: "Fejl", Severity.WARNING: "Advarsel", Severity.NOTE: "Bemærkning"}
NAMES = {"errors": ("fejl", "fejl"), "warnings": ("advarsel", "advarsler"), "notes": ("bemærkning", "bemærkninger")}

# What is shown, said at the top of the list.
OLD = "Der er fejl. Du ser siderne, som de var før fejlen. De bliver nye, så snart den er rettet."
NONE = "Der er fejl, så der er ingen sider at vise endnu. De kommer, så snart fejlen er rettet."
UNFIT = "Du ser de nye sider, men de kan ikke komme på hjemmesiden, før fejlen er rettet."
CRASHED = (
    "Det er en fejl i selve programmet, ikke i det, du har skrevet.{shown} Programmet prøver igen, næste gang du gemmer. "
    "Meld fejlen til den, der passer programmet, sammen med det, der står her:"
)
RUNNING = "Resten af hjemmesiden bliver set igennem lige nu."


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of the content as it lies on the disk now.

    `pages` are those that are shown: `new`, `old` where an error stands in the way, or `none` where there never were any.
    `before` is the site of the old ones: what has an error is in them, and not in `site`.
    `whole` says whether all of the output has been looked at; `crash` is an error of the program itself.
    """

    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, bytes] = field(default_factory=dict)
    site: Site | None = None
    pages: str = "none"
    whole: bool = False
    crash: str = ""
    language: str = "da"
    before: Site | None = None
    read: dict[str, list[str]] = field(default_factory=dict, compare=False)  # lines that were asked for before

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file, with nothing in them that must not be spread."""
        if path not in self.read:
            self.read[path] = report.lines(self.sources.get(path, b""))
        return self.read[path]


def counted(findings: Iterable[Finding]) -> list[str]:
    """Return how many findings there are of each kind: 1 fejl, 2 advarsler; what there is none of is left out."""
    counts = ((n, *NAMES[kind]) for kind, n in report.summary(findings).items())
    return [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]


def overlay(told: Told, address: str) -> dict[str, Any]:
    """Return what is laid over the page of an address, for its script.

    `html` is the list, `label` what its button says, `grave` the gravest severity there is, `alarm` a mark of the errors:
    while it is the same, nobody need be told again.
    """
    grave = next((one.value for one in Severity if any(f.severity is one for f in told.findings)), "")
    errors = "\0".join([told.crash, *(f"{f.path}:{f.line}:{f.column} {_message(f, told)}" for f in told.errors)])
    return {
        "html": listing(told, address),
        "label": "Fejl i programmet" if told.crash else ", ".join(counted(told.findings)) or "Ingen fejl",
        "grave": "error" if told.crash else grave,
        "alarm": hashlib.sha256(errors.encode("utf-8", "replace")).hexdigest()[:16] if told.crash or told.errors else "",
    }


def listing(told: Told, address: str) -> str:
    """Return the list for the page of an address: what is shown, its own findings, the others, what is only in the preview.

    The others come first where they are graver: an error is not to be looked for below what can wait.
    """
    own, order = of_page(told.site, address), list(Severity)
    own += tuple(place for place in of_page(told.before, address) if place[0] not in {path for path, *_ in own})
    mine: list[Finding] = []
    others: list[Finding] = []
    for finding in sorted(told.findings, key=lambda finding: order.index(finding.severity)):
        (mine if any(_within(finding, place) for place in own) else others).append(finding)
    parts = [_standing(told)]
    rest = "Om resten af hjemmesiden" if mine else "Om hjemmesiden"
    groups = [(heading, group) for heading, group in (("Om denne side", mine), (rest, others)) if group]
    for heading, group in sorted(groups, key=lambda one: order.index(one[1][0].severity)):
        parts += [f"<h3>{heading}</h3>", _findings(group[:MOST], told)]
        if len(group) > MOST:
            parts.append(f"<p>Og {len(group) - MOST} til. Se dem alle med kommandoen <code>sitegen check</code>.</p>")
    if not told.findings and not told.crash:
        parts.append("<p>Ingen fejl, advarsler eller bemærkninger.</p>")
    return "".join(parts) + _unseen(told.site, address)


def _standing(told: Told) -> str:
    if told.crash:
        words = CRASHED.format(shown=" Du ser siderne, som de var før." if told.pages == "old" else "")
        return f'<p class="standing">{words}</p><pre>{escape(told.crash)}</pre>'
    said = {"old": OLD, "none": NONE if told.errors else RUNNING, "new": UNFIT if told.errors else "" if told.whole else RUNNING}
    words = said[told.pages]
    return f'<p class="standing">{words}</p>' if words else ""


def _findings(findings: Iterable[Finding], told: Told) -> str:
    return f"<ol>{''.join(_finding(finding, told) for finding in findings)}</ol>"


def _finding(finding: Finding, told: Told) -> str:
    hint = catalogue.hint(finding, told.language)
    return (
        f'<li class="{finding.severity.value}"><p class="place"><strong>{KINDS[finding.severity]}</strong> '
        f"{escape(_shown(finding.path))}, linje {finding.line} <span>{finding.code}</span></p>"
        f"<p>{_marked(_message(finding, told))}</p>{_line(finding, told.lines(finding.path))}"
        + (f'<p class="mend">{_marked(hint)}</p>' if hint else "")
        + "</li>"
    )


def _message(finding: Finding, told: Told) -> str:
    return _shown(catalogue.message(finding, told.language))


def _line(finding: Finding, lines: list[str]) -> str:
    """Return the line that a finding stands in, with a mark where it begins."""
    if finding.line > len(lines) or not lines[finding.line - 1].strip():
        return ""
    line, at = lines[finding.line - 1].replace("\t", " "), finding.column - 1
    start = max(0, min(at - WIDTH // 2, len(line) - WIDTH))
    before, marked, after = line[start:at], line[at : at + 1], line[at + 1 : start + WIDTH]
    cut = "…" if start + WIDTH < len(line) else ""
    text = f"{'…' if start else ''}{_escaped(before)}<mark>{_escaped(marked)}</mark>{_escaped(after)}{cut}"
    return f"<pre><span>{finding.line}</span> {text}</pre>"


def _marked(text: str) -> str:
    """Return a sentence with what is to be written word for word marked as such."""
    return QUOTED.sub(r"<code>\1</code>", _escaped(text))


def _escaped(text: str) -> str:
    return escape(_shown(text))


def _shown(text: str) -> str:
    """Return a text without what would turn the direction of what follows it, or be no text at all."""
    return "".join("�" if c != "\n" and report.UNSHOWABLE.match(c) else c for c in text)


# --- which content a page is made of


Place = tuple[str, int, int]  # a file, and its first and last line that count


def of_page(site: Site | None, address: str) -> tuple[Place, ...]:
    """Return the content that the page of an address is made of: its files, and of a meeting its lines in the plan."""
    if site is None:
        return ()
    return tuple(_of_page(site, address))


def _of_page(site: Site, address: str) -> Iterator[Place]:
    for meeting in site.meetings:
        if not address.startswith(meeting.address):
            continue
        for document in meeting.documents:
            if document.address.partition("#")[0] == address or address == meeting.address:
                yield document.path, 1, 1 << 30
        if address == meeting.address:
            yield _entry(site, meeting)
    free: tuple[Mandate | Page, ...] = (*site.mandates, *site.pages)
    for thing in free:
        if address == thing.address:
            yield thing.source.path, 1, 1 << 30
    for body in site.bodies:
        if address == body.address:
            line = _line_of(body.source)
            after = [begins for other in site.bodies if (begins := _line_of(other.source)) > line]
            yield body.source.path, line, min(after, default=1 << 30) - 1


def _entry(site: Site, meeting: Meeting) -> Place:
    """Return the lines of a meeting's entry in its plan: to the one before the next entry."""
    line = _line_of(meeting.source)
    same = (_line_of(other.source) for other in site.meetings if other.source.path == meeting.source.path)
    return meeting.source.path, line, min((other for other in same if other > line), default=1 << 30) - 1


def _line_of(source: Any) -> int:
    return int(source.located.place(*source.at)[0])


def _within(finding: Finding, place: Place) -> bool:
    return finding.path == place[0] and place[1] <= finding.line <= place[2]


# --- what the public cannot see yet


def unseen(site: Site) -> list[tuple[str, str, str]]:
    """Return what is shown only because this is a preview: its address, its title and why."""
    found = [(d.address, words.document_title(m, d), words.unseen(d)) for m in site.meetings for d in m.documents if d.preview]
    free: tuple[Mandate | Page, ...] = (*site.mandates, *site.pages)
    return found + [(thing.address, thing.meta.title, words.unseen(thing)) for thing in free if thing.preview]


def _unseen(site: Site | None, address: str) -> str:
    found = unseen(site) if site else []
    if not found:
        return ""
    found.sort(key=lambda one: not one[0].startswith(address))
    lines = (f'<li><a href="{escape(to)}">{escape(title)}</a>: {escape(why)}</li>' for to, title, why in found[:MOST])
    more = f"<p>Og {len(found) - MOST} til.</p>" if len(found) > MOST else ""
    return f'<h3>Kan kun ses her</h3><ul class="unseen">{"".join(lines)}</ul>{more}'


# --- pages


def injected(page: bytes, mark: str) -> bytes:
    """Return a page with the script of the preview; `mark` tells its contents from others of the same address."""
    script = f'<script src="{SCRIPT}" data-mark="{mark}" defer></script>\n'.encode()
    before, end, after = page.partition(b"</head>")
    return before + script + end + after if end else page


def alone(told: Told, address: str) -> bytes:
    """Return the page that stands where no page can be shown: the list alone."""
    title = "Fejl i programmet" if told.crash else "Siden kan ikke vises endnu"
    whole = listing(told, address).replace("h3>", "h2>")  # its headings stand under the page's own
    return (
        '<!doctype html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">\n'
        f'<title>{title}</title>\n<link rel="stylesheet" href="{STYLE}">\n</head>\n'
        f'<body class="alone">\n<main class="list">\n<h1>{title}</h1>\n{whole}\n</main>\n</body>\n</html>\n'
    ).encode()

"""Where the links of prose lead: to another document, a page, an attachment; or nowhere, which is a finding."""

import html
import posixpath
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from sitegen import schema
from sitegen.danish import date_words
from sitegen.diagnostics import Argument, Finding, Mend
from sitegen.mends.meant import nearest
from sitegen.model import Attachment
from sitegen.parsed import Contents, Item, Link, Section
from sitegen.prose import ADDRESS_MARK, OWNER_MARK

CONTENT = "content/"
ATTACHMENTS = "content/attachments/"
# What people type for a web or mail address, with nothing before it that says so.
OUTWARD = re.compile(r"(?:([\w.+-]+@)[\w.-]+|www\.[\w.-]+|[\w-]+\.(?:dk|com|org|net|eu))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """A content file that can be linked to: its address, its anchors, and whether anchors may be used (hidden: no)."""

    address: str
    anchors: frozenset[str]
    shown: bool = True


def attachment(path: str, contents: Contents) -> Attachment:
    """Return the attachment at a content path, with the address it is published at."""
    return Attachment(path, "/bilag/" + quote(path.removeprefix(ATTACHMENTS)), contents)


def resolve(
    path: str, folder: str, links: tuple[Link, ...], targets: Mapping[str, Target], files: Mapping[str, Contents]
) -> tuple[list[str], list[tuple[str, Attachment, int | None]], list[Finding]]:
    """Return the addresses of a file's links in order, the attachments it names, and what leads nowhere.

    `folder` is the name of the attachment folder that bare names lie in, `files` what all attachments say by path.
    """
    home = posixpath.dirname(path)
    addresses: list[str] = []
    named: list[tuple[str, Attachment, int | None]] = []
    findings: list[Finding] = []
    for link in links:
        address, found, finding = _one(path, _wanted(home, folder, link), link, targets, files)
        addresses.append(address)
        if found:
            named.append((link.text, found, link.item))
        if finding:
            findings.append(replace(finding, line=link.line, column=link.column, path=path))
    return addresses, named, findings


def attached(path: str, folder: str, links: tuple[Link, ...], files: Container[str]) -> Iterator[str]:
    """Yield the paths of the attachments that a file's links name; the arguments are those of `resolve`."""
    home = posixpath.dirname(path)
    return (wanted for link in links if (wanted := _wanted(home, folder, link)) in files)


def _wanted(home: str, folder: str, link: Link) -> str:
    """Return the path of the file that a link means; empty where it is an address of the site, or of the file itself.

    `home` is the folder of the file that has the link, `folder` the attachment folder that bare names lie in.
    """
    place = unicodedata.normalize("NFC", link.path)
    if place.startswith("/") or not (place or link.image):
        return ""
    if "/" not in place and not place.endswith(".md"):
        return f"{ATTACHMENTS}{folder}/{place}"
    return posixpath.normpath(posixpath.join(home, place))


def _one(
    path: str, wanted: str, link: Link, targets: Mapping[str, Target], files: Mapping[str, Contents]
) -> tuple[str, Attachment | None, Finding | None]:
    place, anchor = unicodedata.normalize("NFC", link.path), link.anchor
    if place and not wanted:  # an address of the site: looked up when every page is known
        return quote(place, safe="/?=&") + (f"#{anchor}" if anchor else ""), None, None
    if not wanted:
        target = targets[path]
        return f"#{anchor}", None, _anchor(link, anchor, target) if target.shown else None
    if not wanted.startswith(CONTENT):
        return "#", None, Finding("SG504", arguments={"target": link.target, "scheme": ""}, variant="outside")
    if wanted in files:
        found = attachment(wanted, files[wanted])
        return found.address, found, None
    if wanted in targets and not link.image:
        target = targets[wanted]
        if not target.shown:
            return target.address, None, None
        address = f"{target.address.partition('#')[0]}#{anchor}" if anchor else target.address
        return address, None, _anchor(link, anchor, target) if anchor else None
    if link.image:
        return "#", None, Finding("SG203", arguments={"target": link.target}, variant="image")
    bare = "/" not in place
    if bare and (outward := OUTWARD.fullmatch(place)):
        variant, address = ("mail", f"mailto:{place}") if outward[1] else ("web", f"https://{place}")
        arguments: dict[str, Argument] = {"target": place, "nearest": address}
        return "#", None, Finding("SG203", arguments=arguments, variant=variant, mend=_rewritten(link, link.target, address))
    if wanted.startswith(ATTACHMENTS):
        home, _, name = wanted.rpartition("/")
        kind = name.rpartition(".")[2].lower()
        siblings = [f.rpartition("/")[2] for f in files if f.rpartition("/")[0] == home]
        near = nearest(name, [sibling for sibling in siblings if sibling.rpartition(".")[2].lower() == kind], 0.8)
        arguments = {"name": name, "folder": home, "nearest": near}
        mend = _rewritten(link, link.target.rpartition("/")[2], near)
        return "#", None, Finding("SG204", arguments=arguments, variant="nearest" if near else "missing", mend=mend)
    home, _, name = wanted.rpartition("/")
    near = nearest(name, [t.rpartition("/")[2] for t in targets if t.rpartition("/")[0] == home], 0.8)
    if not near:
        return "#", None, Finding("SG203", arguments={"target": link.target}, variant="file")
    arguments = {"target": link.target, "name": name, "nearest": near}
    return "#", None, Finding("SG203", arguments=arguments, variant="file-nearest", mend=_rewritten(link, name, near))


def _rewritten(link: Link, end: str, text: str) -> Mend | None:
    """Return the mend that puts a text in the place of the end of a link's target."""
    if not text or not end or link.at is None or not link.target.endswith(end):
        return None
    column = link.at + len(link.target) - len(end)
    text = f"<{text}>" if end == link.target and " " in text else text.replace(" ", "%20")
    return Mend("replace", text, None, link.line, column, (link.line, column + len(end)))


def _anchor(link: Link, anchor: str, target: Target) -> Finding | None:
    if not anchor or anchor in target.anchors:
        return None
    near = nearest(anchor, sorted(target.anchors))
    return Finding(
        "SG203",
        arguments={"target": link.target, "anchor": anchor, "nearest": near},
        variant="anchor-nearest" if near else "anchor",
        mend=_rewritten(link, anchor, near),
    )


def fill(text: str, addresses: list[str], owners: list[str]) -> str:
    """Put addresses, and who does what by when, in the place of the marks that parsing left in HTML."""
    if "\x01" in text:
        text = ADDRESS_MARK.sub(lambda m: html.escape(addresses[int(m[1])]), text)
    if "\x03" in text:
        text = OWNER_MARK.sub(lambda m: owners[int(m[1])], text)
    return text


def owners(items: tuple[Item, ...], parties: Mapping[str, schema.Party]) -> list[str]:
    """Return, for each follow-up, the HTML that says who is to do it and by when."""
    words = []
    for follow_up in (f for item in items for f in item.follow_ups):
        name = parties[follow_up.owner].name if follow_up.owner in parties else follow_up.owner
        parts = [f"Ansvarlig: {html.escape(name)}"] if name else []
        if follow_up.due:
            day = date_words(follow_up.due, weekday=False)
            parts.append(f'Frist: <time datetime="{follow_up.due}">{day}</time>')
        words.append(f'<span class="task-data">{" · ".join(parts)}</span>' if parts else "")
    return words


def filled(items: tuple[Item, ...], addresses: list[str], parties: Mapping[str, schema.Party]) -> tuple[Item, ...]:
    """Return the items with every mark in their HTML filled in; an item that has none is itself."""
    words = owners(items, parties)
    return tuple([_filled(item, addresses, words) for item in items]) if addresses or words else items


def _filled(item: Item, addresses: list[str], words: list[str]) -> Item:
    texts = [item.html, item.title_html, *[section.html for section in item.sections]]
    if not [text for text in texts if "\x01" in text or "\x03" in text]:
        return item
    text, title_html, *inner = [fill(text, addresses, words) for text in texts]
    sections = tuple(map(_section, item.sections, inner))
    return Item(item.number, item.title, title_html, item.line, item.fields, text, sections, item.follow_ups)


def _section(section: Section, text: str) -> Section:
    return section if text is section.html else Section(section.title, section.name, text, section.line)

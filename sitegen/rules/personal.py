"""Personal numbers wherever they can stand, and the attachments in which nobody could look for them."""

from collections.abc import Container, Iterator, Mapping

from sitegen import attachments as opened
from sitegen import privacy
from sitegen.attachments.marks import form
from sitegen.diagnostics import Argument, Finding
from sitegen.parse import searched
from sitegen.parsed import Contents, Parsed

MOST_NUMBERS = 20  # said of one attachment: a list of a thousand is one mistake
MOST_PAGES = 12  # named of one attachment


def numbers(
    files: Mapping[str, bytes], attachments: Mapping[str, Contents], parsed: Mapping[str, Parsed], site: str
) -> Iterator[Finding]:
    """SG501, SG507: personal numbers in texts, attachments and file names, but for those that site.yml says are none.

    What lies in the folder is published the moment it is committed, whether the site shows it or not.
    """
    allowed = excepted(parsed.get(site))
    for path, contents in files.items():
        if path in parsed:
            found = parsed[path].numbers
        elif not path.startswith("content/"):
            continue
        elif form(contents) in ("text", ""):
            found = searched(contents)
        else:  # a Word document where texts are to be, say: nothing reads it, and it is committed all the same
            kind = path.rpartition(".")[2].lower()
            yield from _within(path, opened.read(contents, kind), allowed)
            continue
        for number, line, column in found:
            if number.digits not in allowed:
                variant = "text" if number.certain or number.end - number.start == len(number.digits) else "parted"
                yield Finding(_code(number), line, column, {"masked": number.masked}, variant, path)
    for path, attached in attachments.items():
        yield from _within(path, attached, allowed)
    for path in (*files, *attachments):
        for number in privacy.find(path) if path.startswith("content/") else ():
            if number.digits not in allowed:
                yield Finding(_code(number), arguments={"masked": number.masked}, variant="name", path=path)


def _code(number: privacy.PersonalNumber) -> str:
    return "SG501" if number.certain else "SG507"


def _within(path: str, attached: Contents, allowed: Container[str]) -> Iterator[Finding]:
    left = [(number, place) for number, place in attached.numbers if number.digits not in allowed]
    for number, place in left[:MOST_NUMBERS]:
        yield _in(path, number, place)


def excepted(site: Parsed | None) -> frozenset[str]:
    """Return the digits that site.yml says are no personal numbers."""
    meta = site.meta if site else None
    return frozenset("".join(c for c in text if c.isdigit()) for text in (meta.not_personal_numbers if meta else ()))


def _in(path: str, number: privacy.PersonalNumber, place: str) -> Finding:
    kind, _, where = place.partition(":")
    line = int(where) if kind == "line" else 1
    arguments: dict[str, Argument] = {"name": path.rpartition("/")[2], "masked": number.masked, "place": place}
    return Finding(_code(number), line, 1, arguments, "attachment", path)


def traced(attachments: Mapping[str, Contents]) -> Iterator[Finding]:
    """SG508: attachments that are published with what tells of their makers; where SG505 or SG506 says more, those are enough."""
    for path, attached in attachments.items():
        if attached.traces not in ("", "kind") and attached.unread in ("", "scanned"):
            variant = attached.traces if attached.traces in ("signed", "encrypted", "inside") else "other"
            yield Finding("SG508", arguments={"name": path.rpartition("/")[2]}, variant=variant, path=path)


def unsearched(attachments: Mapping[str, Contents]) -> Iterator[Finding]:
    """SG506: attachments whose text could not all be searched for personal numbers."""
    for path, attached in attachments.items():
        if attached.unread:
            name = path.rpartition("/")[2]
            arguments: dict[str, Argument] = {"name": name}
            if attached.unread == "scanned":
                more = ("…",) if len(attached.textless) > MOST_PAGES else ()
                arguments["pages"] = (*map(str, attached.textless[:MOST_PAGES]), *more)
            yield Finding("SG506", arguments=arguments, variant=attached.unread, path=path)

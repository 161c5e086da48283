"""Personal numbers wherever they can stand, and the attachments in which nobody could look for them."""

from collections.abc import Iterator, Mapping

from sitegen import privacy
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
        unread = searched(contents) if path.startswith("content/") and path not in parsed else ()
        for number, line, column in parsed[path].numbers if path in parsed else unread:
            if number.digits not in allowed:
                code, variant = ("SG501", "text") if number.certain else ("SG507", "text")
                yield Finding(code, line, column, {"masked": number.masked}, variant, path)
    for path, attached in attachments.items():
        left = [(number, place) for number, place in attached.numbers if number.digits not in allowed]
        for number, place in left[:MOST_NUMBERS]:
            yield _in(path, number, place)
    for path in (*files, *attachments):
        for number in privacy.find(path) if path.startswith("content/") else ():
            if number.digits not in allowed and number.certain:
                yield Finding("SG501", arguments={"masked": number.masked}, variant="name", path=path)


def excepted(site: Parsed | None) -> frozenset[str]:
    """Return the digits that site.yml says are no personal numbers."""
    meta = site.meta if site else None
    return frozenset("".join(c for c in text if c.isdigit()) for text in (meta.not_personal_numbers if meta else ()))


def _in(path: str, number: privacy.PersonalNumber, place: str) -> Finding:
    kind, _, where = place.partition(":")
    line = int(where) if kind == "line" else 1
    arguments: dict[str, Argument] = {"name": path.rpartition("/")[2], "masked": number.masked, "place": place}
    return Finding("SG501" if number.certain else "SG507", line, 1, arguments, "attachment", path)


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

"""What must not be published in a draft: personal numbers, and names of people who have not said yes to it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen import attachments, privacy
from sitegen.intake.blocks import Remark
from sitegen.model import Site

NAME = re.compile(r"(?<=[a-zæøåéü,;] )[A-ZÆØÅ][a-zæøåéü]+(?: [A-ZÆØÅ]\.)?(?: [A-ZÆØÅ][a-zæøåéü]+){1,3}\b")
MOST_NAMES = 12
MOST_NUMBERS = 20  # that are said; a list of a thousand is one mistake
# Words of names that are no person's.
INSTITUTIONS = frozenset(
    [
        "Kommune",
        "Region",
        "Rådhus",
        "Hospital",
        "Sygehus",
        "Universitetshospital",
        "Regionshospital",
        "Sundhedscenter",
        "Sundhedshus",
        "Klynge",
        "Forum",
        "Udvalg",
        "Styrelsen",
        "Danmark",
        "Danske",
        "Regioner",
        "Folketinget",
        "Ministeriet",
        "Sundhedsaftalen",
        "Medicinkort",
        "Fælles",
        "Digital",
        "Word",
    ]
)


def numbers(text: str, path: str, pictures: Mapping[str, bytes], site: Site) -> tuple[list[str], list[Remark]]:
    """Return where personal numbers stand, one line each, masked; and remarks on what may be one."""
    allowed = {"".join(c for c in text if c.isdigit()) for text in site.file.not_personal_numbers}
    certain: list[str] = []
    doubtful: list[Remark] = []
    said: set[tuple[int, str]] = set()
    found = privacy.find(text)
    lines = privacy.masked(text).split("\n") if found else []
    for number in found:
        line = text.count("\n", 0, number.start) + 1
        if number.digits in allowed or (line, number.digits) in said:
            continue
        said.add((line, number.digits))
        if number.certain:
            certain.append(f"  {number.masked} {_where(lines, line) if len(certain) < MOST_NUMBERS else ''}")
        else:
            doubtful.append(Remark(f"{number.masked} kan være et personnummer. Er det et, så slet det nu.", True, line))
    certain += [f"  {n.masked} i filens navn" for n in privacy.find(path) if n.certain and n.digits not in allowed]
    for name, data in pictures.items():
        inside = attachments.read(data, name.rpartition(".")[2]).numbers
        certain += [f"  {n.masked} i et billede" for n, _ in inside if n.certain and n.digits not in allowed]
    more = [f"  og {len(certain) - MOST_NUMBERS} mere"] if len(certain) > MOST_NUMBERS else []
    return [*certain[:MOST_NUMBERS], *more], doubtful


def _where(lines: Sequence[str], line: int) -> str:
    """Say where a line of the draft, masked, stood in the document: under which heading, and with which words."""
    heading = next((one.lstrip("# ") for one in reversed(lines[:line]) if one.startswith("#")), "")
    said = " ".join(lines[line - 1].split())[:70]
    return f"{f'under »{heading}« ' if heading else ''}i »{said}«"


def named(text: str, site: Site) -> Remark | None:
    """Return a remark on what looks like names of persons, each with its first line; None where there are none."""
    found = list(_names(text, site))
    if not found:
        return None
    shown = ", ".join(f"{name} (linje {line})" for name, line in found[:MOST_NAMES]) + (" …" if len(found) > MOST_NAMES else "")
    return Remark(f"Teksten nævner måske personer: {shown}. Lad kun navnet stå på dem, der har sagt ja til det.", look=True)


def _names(text: str, site: Site) -> Iterator[tuple[str, int]]:
    things: Iterable[str] = (
        thing.name for group in (site.organisation.parties, site.organisation.clusters, site.bodies) for thing in group
    )
    known = {word for name in things for word in re.findall(r"\w+", name)} | INSTITUTIONS
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        for match in NAME.finditer("" if line.startswith("#") else line):
            if match[0] not in seen and not known & set(re.findall(r"\w+", match[0])):
                seen.add(match[0])
                yield match[0], number

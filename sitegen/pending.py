"""What a commit that is not made yet answers for: its own files, what it brings about elsewhere, and personal numbers."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sitegen import attachments, privacy
from sitegen.diagnostics import Finding, Severity, failing, ordered
from sitegen.link import SITE
from sitegen.parsed import Contents, Parsed
from sitegen.rules import personal

# What people write and keep files about citizens in. Code and lists of hashes are full of digits that are nobody's.
DOCUMENTS = frozenset(
    (*attachments.FORMS, "doc", "eml", "htm", "html", "md", "msg", "ppt", "rtf", "tsv", "txt", "xls", "xlsm", "xml", "zip")
)
# A link to an address of the site, or an address that something used to have: only the whole site shows where they lead.
ADDRESSED = re.compile(rb"\]\(\s*<?/|\]:\s*<?/|^aliases:", re.MULTILINE)

Key = tuple[str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a commit answers for, sorted, and whether it is stopped; and what fails, but did so before."""

    own: tuple[Finding, ...]
    earlier: tuple[Finding, ...]
    stopped: bool


def is_searched(path: str) -> bool:
    """Say whether a file, by its path from the project, is searched for personal numbers before it is committed."""
    return path.startswith("content/") or path.rpartition(".")[2].lower() in DOCUMENTS


def is_rendered(path: str, contents: bytes) -> bool:
    """Say whether a changed file takes more than judging: pages must be made to see whether it is well."""
    return path.startswith("templates/") or bool(ADDRESSED.search(contents))


def strays(contents: Mapping[str, Contents], paths: Iterable[str], site: Parsed | None) -> list[Finding]:
    """Return the personal numbers, and what could not be searched for them, in files that the site is not made of.

    `contents` is what such files say, `paths` all whose names are new, `site` the file that says which numbers are none.
    """
    allowed = personal.excepted(site)
    found = [*personal.numbers({}, contents, {SITE: site} if site else {}, SITE), *personal.unsearched(contents)]
    found += [
        Finding("SG501", arguments={"masked": number.masked}, variant="name", path=path)
        for path in paths
        for number in privacy.find(path)
        if number.certain and number.digits not in allowed and not path.startswith("content/")
    ]
    # What may be a number and may be none is for people to look at where it will be shown, and nowhere else.
    kept = [finding for finding in found if finding.code != "SG507" or finding.path.startswith("content/")]
    return [replace(one, variant="text") if str(one.arguments.get("place")).startswith("line:") else one for one in kept]


def masked(finding: Finding) -> Finding:
    """Return a finding without the personal number that the name of its file has."""
    arguments = {name: privacy.masked(value) if isinstance(value, str) else value for name, value in finding.arguments.items()}
    return replace(finding, path=privacy.masked(finding.path), arguments=arguments)


def is_own(finding: Finding, changed: Collection[str], new: Collection[str]) -> bool:
    """Say whether a finding stands in a file of the commit; a personal number even in one that is merged in as it is."""
    return finding.path in changed or (finding.code == "SG501" and finding.path in new)


def keys(findings: Iterable[Finding]) -> frozenset[Key]:
    """Return what tells findings in unchanged files apart; what they say may change with other files."""
    return frozenset(map(_key, findings))


def _key(finding: Finding) -> Key:
    return finding.code, finding.variant, finding.path, finding.line, finding.column


def answer(
    findings: Iterable[Finding], changed: Collection[str], new: Collection[str], before: Collection[Key], strict: bool
) -> Answer:
    """Return what a commit answers for: errors and warnings in its own files, and errors elsewhere that were not there `before`.

    Where it is stopped, only what stops it is said. Of notes, only that nobody could look for personal numbers somewhere.
    """
    own = [one for one in findings if is_own(one, changed, new) and (one.severity is not Severity.NOTE or one.code == "SG506")]
    elsewhere = [one for one in findings if not is_own(one, changed, new) and failing((one,), strict)]
    # What is missing, and is not taken away by the commit, was missing before: the first commits need not hold a whole site.
    old = [one.code == "SG112" or _key(one) in before for one in elsewhere]
    brought = [one for one, was in zip(elsewhere, old, strict=True) if not was]
    earlier = [one for one, was in zip(elsewhere, old, strict=True) if was]
    stopping = [one for one in own + brought if failing((one,), strict)]
    return Answer(ordered(stopping or own), ordered(earlier), bool(stopping))

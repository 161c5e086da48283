"""Findings as values with an address: what is wrong, in which file, on which line, and how it is mended."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

Path = tuple[str | int, ...]  # to a value in a YAML text: ("meetings", 3, "date")
Place = tuple[int, int]  # line and column


class Severity(StrEnum):
    """How grave a finding is: an error stops the build, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# One table of codes. Sentences live in the catalogue, one file a language, keyed by the same codes.
CODES: dict[str, tuple[str, Severity]] = {
    "SG101": ("yaml-syntax", E),
    "SG102": ("unknown-key", E),
    "SG103": ("missing-key", E),
    "SG104": ("wrong-value", E),
    "SG105": ("duplicate-key", E),
    "SG106": ("front-matter", E),
    "SG107": ("encoding", E),
    "SG108": ("file-name", W),
    "SG109": ("unknown-file", W),
    "SG110": ("placeholder", W),
    "SG111": ("too-large", E),
    "SG112": ("missing-file", E),
    "SG113": ("unreadable-file", E),
    "SG201": ("unknown-reference", E),
    "SG202": ("duplicate-id", E),
    "SG203": ("broken-link", E),
    "SG204": ("missing-attachment", E),
    "SG205": ("unused-attachment", N),
    "SG206": ("item-mismatch", N),
    "SG207": ("validity", E),
    "SG208": ("no-mandate", W),
    "SG209": ("path-collision", E),
    "SG210": ("same-day", W),
    "SG211": ("address-gone", W),
    "SG301": ("agenda-missing", W),
    "SG302": ("agenda-late", W),
    "SG303": ("minutes-missing", W),
    "SG304": ("minutes-late", W),
    "SG305": ("due-soon", N),
    "SG306": ("not-available", W),
    "SG307": ("supplement-late", W),
    "SG308": ("draft-minutes", W),
    "SG309": ("minutes-before-meeting", W),
    "SG310": ("not-yet-published", N),
    "SG311": ("date-unknown", N),
    "SG312": ("date-contradicted", W),
    "SG313": ("needless-reason", N),
    "SG314": ("date-unlikely", N),
    "SG401": ("too-few-meetings", W),
    "SG402": ("host-missing", W),
    "SG403": ("host-repeated", W),
    "SG404": ("composition", W),
    "SG405": ("report-missing", W),
    "SG406": ("mandate-not-approved", N),
    "SG407": ("follow-up-overdue", W),
    "SG408": ("no-meeting-plan", W),
    "SG409": ("clause-unanswered", N),
    "SG410": ("host-outside", W),
    "SG411": ("host-not-leading", W),
    "SG412": ("referral-open", W),
    "SG413": ("contribution-missing", W),
    "SG501": ("cpr-number", E),
    "SG502": ("closed-text", E),
    "SG503": ("raw-html", W),
    "SG504": ("unsafe-link", E),
    "SG505": ("attachment-type", W),
    "SG506": ("attachment-unreadable", N),
    "SG507": ("possible-personal-number", W),
    "SG508": ("attachment-traces", N),
    "SG601": ("image-alt", W),
    "SG602": ("heading-level", W),
    "SG603": ("link-text", W),
    "SG604": ("table-header", W),
    "SG605": ("statement-old", W),
    "SG701": ("template", E),
    "SG702": ("output-link", E),
    "SG703": ("editor-incomplete", W),
}

# What an argument may be: a list of words is a tuple; a date is shown in words by the catalogue's language.
Argument = str | int | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML text as mappings, lists and strings, with the place (line, column) of each value and each key by its path.

    `ends` says of a key, a scalar or a collection in brackets, by the place where it begins, which place comes after it;
    `bracketed` has the paths of those collections.
    """

    value: Any
    places: Mapping[Path, Place] = field(default_factory=dict)
    keys: Mapping[Path, Place] = field(default_factory=dict)
    ends: Mapping[Place, Place] = field(default_factory=dict)
    bracketed: Set[Path] = frozenset()

    def place(self, *path: str | int) -> Place:
        """Return where the value at a path stands, or the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a thing of the model was written: the file, its places, and the path of the thing within it."""

    path: str
    located: Located = field(default_factory=lambda: Located({}))
    at: Path = ()

    def find(
        self,
        code: str,
        *keys: str | int,
        variant: str = "",
        clause: "Clause | None" = None,
        mend: "Mend | None" = None,
        lowered: bool = False,
        **arguments: "Argument",
    ) -> "Finding":
        """Return a finding at the value that the keys lead to, or at the thing itself."""
        line, column = self.located.place(*self.at, *keys)
        if clause:
            arguments["clause"] = clause.heading
        return Finding(code, line, column, arguments, variant, self.path, clause, mend, lowered)


@dataclass(frozen=True, slots=True)
class Clause:
    """The passage of a mandate that a judgement rests on: the mandate's file, the heading's line and text."""

    path: str
    line: int
    heading: str


# Stands in a mend for the words that only an editor can write. A value that is nothing else is a finding (SG110) of its own.
BLANK = "…"


@dataclass(frozen=True, slots=True)
class Mend:
    """An exact change that makes the finding go away, and where it belongs.

    `insert` adds `text` as lines of their own after `line` (0: at the top; None: at the end of the file, which is begun where
    there is none). `replace` puts it in the place of what stands from (`line`, `column`) up to `end` (None: the end of the
    line); with an empty text that is struck out. `rename` gives the file the path `text`. `path` is the file to change, None
    for the finding's own. A `certain` mend is right whatever was meant; any other is a proposal, and one that holds a BLANK
    is to be filled in first.
    """

    action: str
    text: str
    path: str | None = None
    line: int | None = None
    column: int = 1
    end: Place | None = None
    certain: bool = False

    @property
    def shown(self) -> str:
        """The text as a sentence quotes it: a key or element alone, not the bracket that it goes behind."""
        if self.text[:1] in ("{", "[") and self.text.endswith(", "):
            return self.text[1:-2]
        return self.text.strip("\n") if "\n" in self.text else self.text.strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: a code, an address (line and column from 1, columns in characters) and its arguments.

    `variant` names which of a code's sentences fits; empty where a code has but one.
    """

    code: str
    line: int = 1
    column: int = 1
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    variant: str = ""
    path: str = ""
    clause: Clause | None = None
    mend: Mend | None = None
    lowered: bool = False  # a judgement that a rule makes a note of, where its code is a warning otherwise

    @property
    def name(self) -> str:
        return CODES[self.code][0]

    @property
    def severity(self) -> Severity:
        return Severity.NOTE if self.lowered else CODES[self.code][1]

    def at(self, path: str) -> "Finding":
        """Return the finding with the path of the file it stands in; parsing does not know it."""
        return replace(self, path=path)


def ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings sorted by path, line, column and code, each once."""
    unique = {
        (f.path, f.line, f.column, f.code, f.variant, tuple(sorted((k, str(v)) for k, v in f.arguments.items()))): f
        for f in findings
    }
    return tuple(unique[key] for key in sorted(unique))


def failing(findings: tuple[Finding, ...], strict: bool) -> bool:
    """Say whether the findings fail a build: any error, and with `strict` any warning."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(finding.severity in bad for finding in findings)

"""What a build is made of, and what of it is published as a file of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.diagnostics import Finding
from sitegen.evidence import History
from sitegen.parsed import Contents


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build is made of, by path from the project folder with `/`, names in NFC: texts, and what attachments say."""

    files: Mapping[str, bytes]
    attachments: Mapping[str, Contents] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()  # what could not be read at all
    history: History = field(default_factory=History)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the plan that is a file of the content without its makers' traces; without a digest, byte for byte."""

    path: str
    digest: str = ""  # SHA-256 of what is published

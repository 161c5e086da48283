"""The output made piece by piece, in several processes: rendered, compared with what stands, written aside where it differs."""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sitegen import compress, layout, output, workers
from sitegen.diagnostics import Finding
from sitegen.folder import folders_of
from sitegen.inputs import Copy
from sitegen.layout import Layout, Made, Whole
from sitegen.mirror import Room, Staged, contents

LEAST = 100  # meetings: for fewer, more processes cost more than they give
Kept = TypeVar("Kept")
Told = Callable[[int, int], None]  # told how many pieces of how many are made


@dataclass(slots=True)
class Assembly:
    """A site ready to be put in place: what is staged by path, and what is wrong with the whole, in which case it is none."""

    laid: Layout
    room: Room | None  # where it is written; without one it is only made
    whole: Whole = field(default_factory=Whole)
    staged: dict[str, Staged] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    taken: frozenset[str] = frozenset()  # what an editor gave a name that a twin could have

    def add(self, files: Mapping[str, bytes | Copy]) -> None:
        """Stage more files by path, with their compressed twins where the site has such."""
        for path, made in files.items():
            self.staged |= self.stage(path, made)
        self.staged = no_folders(self.staged)

    def stage(self, path: str, made: bytes | Copy) -> dict[str, Staged]:
        """Stage a file and its twins; never a twin in place of what stands under that name itself."""
        if self.room is None:
            return {}
        staged = {path: self.room.stage(path, made)}
        if self.laid.index.site.file.precompress and compress.is_text(path):
            files = contents({path: made}, self.room.real, lambda path: True)
            twins = compress.twins(files).items()
            staged |= {twin: self.room.stage(twin, data) for twin, data in twins if twin not in self.taken}
        return staged


def no_folders(files: Mapping[str, Kept]) -> dict[str, Kept]:
    """Leave out what has the name of a folder: a twin, where an editor gave an address such a name."""
    folders = folders_of(files)
    return {path: one for path, one in files.items() if f"{path}/" not in folders}


def assembled(laid: Layout, room: Room | None, jobs: int, told: Told) -> Assembly:
    """Make all of a site but its index for searching; raises OSError and Refusal as `Room.stage` does."""
    pieces, taken = layout.pieces(laid), frozenset(map(output.file_path, layout.at_hand(laid)))
    assembly = Assembly(laid, room, taken=taken)
    early: dict[int, bytes] = {}  # what is made before its turn
    turn = 0

    def do(number: int) -> bytes:
        return pickle.dumps([_kept(one, assembly) for one in pieces[number]], protocol=5)

    large = len(laid.index.site.meetings) >= LEAST
    for count, (number, packed) in enumerate(workers.each(len(pieces), do, jobs if large else 1), 1):
        early[number] = packed
        while turn in early:  # in the order of the plan, while others still work
            for one, staged in pickle.loads(early.pop(turn)):
                assembly.whole.add(one)
                assembly.staged |= staged
            turn += 1
        told(count, len(pieces))
    last, assembly.findings = layout.finished(laid, assembly.whole)
    assembly.add({output.file_path(address): made for address, made in last.items()})
    return assembly


def _kept(made: Made, assembly: Assembly) -> tuple[Made, dict[str, Staged]]:
    """Stage a file; return what must be known of it, without its contents, and what is staged."""
    if isinstance(made.contents, Finding):
        return made, {}
    return replace(made, contents=b""), assembly.stage(output.file_path(made.address), made.contents)

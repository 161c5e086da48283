"""A project that anything may befall: its archive, its memory, its output and its builds; after each step it is compared."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from sitegen import aside
from sitegen.refusals import MARKER
from tests.incremental import INTERNAL, KILLED, Ran, Tree, befallen, ended, forked, plant, remove, tree
from tests.incremental_edits import COUNTED, Edited, numbers, step

WORDS = (b"Velkommen", b"Tekst", b"Godkendt", b'"da"')  # what is remembered of papers and attachments, and shown
PATIENCE = 2  # builds that fail for the content before all is mended


def published(folder: Path) -> Tree:
    """What lies in the output, but for what an interrupted run was writing."""
    return {path: data for path, data in tree(folder).items() if not any(map(aside.is_temporary, path.split("/")))}


class Machine(Edited):
    """A project that anything may befall; after each step it is built, upon what is there and from nothing."""

    another: ClassVar[Tree] = {}  # what another project remembered

    def __init__(self) -> None:
        super().__init__()
        self.bank = [self.another]  # what was remembered at times

    # --- the archive

    @step(amend=st.booleans())
    def committed(self, amend: bool) -> None:
        self.project.commit(*(["--amend"] if amend else []))

    @step()
    def last_commit_undone(self) -> None:
        self.project.git("reset", "-q", "--soft", "HEAD~1")

    @step()
    def shallow(self) -> None:
        """A clone without its history, and with it again."""
        git = self.project.root / ".git"
        if (git / "shallow").exists():
            (git / "shallow").unlink()
        elif (head := git / "refs" / "heads" / "main").exists():
            (git / "shallow").write_bytes(head.read_bytes())

    @step()
    def archive_away(self) -> None:
        here, there = self.project.root / ".git", self.project.home / "git"
        if there.exists():
            remove(here)
            there.rename(here)
        elif here.exists():
            here.rename(there)

    # --- the memory

    @step(number=numbers, at=numbers, what=st.sampled_from(("cut", "more", "empty", "folder", "loop", "line", "words")))
    def memory_damaged(self, number: int, at: int, what: str) -> None:
        places = self.project.remembered()
        if not places:
            return
        place = places[number % len(places)]
        data = place.read_bytes()
        place.unlink()
        match what:
            case "cut":
                place.write_bytes(data[: at % (len(data) + 1)])
            case "folder":
                (place / "x").mkdir(parents=True)
            case "loop":
                place.symlink_to(place)
            case "line":  # well-formed, and half of it there
                place.write_bytes(b"\n".join(data.split(b"\n")[:-1]))
            case "words":
                place.write_bytes((b"[]\n[]\n[]", b"{}", b"null\n\n", b"[" * 200_000, b"\xff\n1")[at % 5])
            case _:
                place.write_bytes(data + b"x" if what == "more" else b"")

    @step(at=st.integers(0, 100_000))
    def bits_flipped(self, at: int) -> None:
        """One in each file, in a word that is shown more often than not."""
        for place in self.project.remembered():
            data = place.read_bytes()
            words = [number for number in range(len(data)) if data.startswith(WORDS, number)]
            spot = words[at % len(words)] if words and at % 3 else at % max(1, len(data))
            place.write_bytes(data[:spot] + bytes([data[spot] ^ 1 << at % 3]) + data[spot + 1 :] if data else b"")

    @step(number=numbers, name=st.sampled_from(("format", "by", "head", "prefix", "told", "log", "digest", "index")))
    def memory_of_another_make(self, number: int, name: str) -> None:
        """Another number, program or commit is stated on top."""
        for place in self.project.remembered():
            first, _, rest = place.read_bytes().partition(b"\n")
            try:
                stated = json.loads(first)
                stated[name] = f"{number:040x}" if isinstance(stated[name], str) else number
            except (ValueError, TypeError, KeyError, RecursionError):
                continue
            place.write_bytes(json.dumps(stated).encode() + b"\n" + rest)

    @step(one=numbers, other=numbers)
    def memories_swapped(self, one: int, other: int) -> None:
        if places := self.project.remembered():
            here = places[one % len(places)]
            beside = [place for place in places if place.parent == here.parent]  # so that indexes of the search are, too
            there = beside[other % len(beside)]
            both = here.read_bytes(), there.read_bytes()
            here.write_bytes(both[1])
            there.write_bytes(both[0])

    @step()
    def memory_kept(self) -> None:
        self.bank.append(tree(self.project.cache))

    @step(number=numbers)
    def memory_of_another_day_or_project(self, number: int) -> None:
        plant(self.project.cache, self.bank[number % len(self.bank)])

    @step(number=numbers, which=numbers)
    def memory_mixed(self, number: int, which: int) -> None:
        """One file of another day's or project's memory, among those of this."""
        other = [(path, data) for path, data in sorted(self.bank[number % len(self.bank)].items()) if data is not None]
        if other:
            path, data = other[which % len(other)]
            if not self.project.cache.is_dir():
                remove(self.project.cache)
            remove(self.project.cache / path)
            (self.project.cache / path).parent.mkdir(parents=True, exist_ok=True)
            (self.project.cache / path).write_bytes(data)

    @step(instead=st.sampled_from(("", "file", "loop")))
    def memory_away(self, instead: str) -> None:
        remove(self.project.cache)
        if instead == "file":
            self.project.cache.write_bytes(b"x")
        elif instead:
            self.project.cache.symlink_to(self.project.cache)

    # --- the output

    @step(number=numbers, what=st.sampled_from(("edited", "deleted", "cut", "link", "folder", "same")))
    def page_changed_by_hand(self, number: int, what: str) -> None:
        paths = sorted(path for path, data in published(self.project.output).items() if data is not None)
        if not paths:
            return
        place = self.project.output / paths[number % len(paths)]
        data = published(self.project.output)[paths[number % len(paths)]] or b""
        place.unlink()
        match what:
            case "edited":
                place.write_bytes(data + b"x")
            case "cut":
                place.write_bytes(data[: len(data) // 2])
            case "same":  # of the same size
                place.write_bytes(data[::-1])
            case "link":
                (self.project.home / "andetsteds").write_bytes(data)
                place.symlink_to(self.project.home / "andetsteds")
            case "folder":
                (place / "x").mkdir(parents=True)

    @step(
        path=st.sampled_from(("mere.html", "moeder/mere/index.html", "x/y/z", ".sitegen-tmp-1", "fora/.sitegen-tmp-2", ".skjult"))
    )
    def something_more_in_the_output(self, path: str) -> None:
        place = self.project.output / path
        if self.project.output.is_dir() and not place.parent.is_symlink():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"x")

    @step(number=numbers)
    def folder_of_the_output_elsewhere(self, number: int) -> None:
        """A folder of the output is a link to one that is somebody's."""
        folders = sorted(path for path, data in tree(self.project.output).items() if data is None)
        elsewhere = self.project.home / "hos-en-anden"
        elsewhere.mkdir(exist_ok=True)
        (elsewhere / "index.html").write_bytes(b"mit")
        if folders:
            place = self.project.output / folders[number % len(folders)]
            shutil.rmtree(place)
            place.symlink_to(elsewhere)

    @step()
    def output_away(self) -> None:
        remove(self.project.output)

    @step(mark=st.sampled_from((b"", b"x\n", b"0\n", b"45\n", b"9999\n", b"-3\n")))
    def marker_changed(self, mark: bytes) -> None:
        if (self.project.output / MARKER).is_file():
            (self.project.output / MARKER).write_bytes(mark)

    # --- what befalls a build

    @step(at=st.integers(1, 60))
    def killed(self, at: int) -> None:
        """As by a loss of power, a write half done."""
        self.befallen("kill", at)

    @step(at=st.integers(1, 15))
    def killed_early(self, at: int) -> None:
        """While it writes what it remembers, or the first of the output."""
        self.befallen("kill", at)

    @step(at=st.integers(1, 100))
    def disk_full(self, at: int) -> None:
        self.befallen("full", at)

    @step(at=st.integers(1, 200))
    def unreadable(self, at: int) -> None:
        """A file or folder of the project that the disk cannot read, this once."""
        self.befallen("read", at)

    def befallen(self, what: str, at: int) -> None:
        def work() -> list[int]:
            return [befallen(lambda: self.project.build().status, at, what, self.project.home)]

        self.in_trouble(what, at, work, (KILLED, 0, 1))

    @step(number=st.integers(0, 9))
    def two_at_once(self, number: int) -> None:
        def both() -> list[int]:
            return [ended(child) for child in [forked(lambda: self.project.build().status) for _ in range(2)]]

        self.in_trouble("two at once", number, both, (0, 1))

    def in_trouble(self, name: str, number: int, work: Callable[[], list[int]], allowed: tuple[int, ...]) -> None:
        """Let something build in trouble: each file is the old or the new one, and who says that all is well is right."""
        self.project.changed(number)
        before = published(self.project.output)
        clean, wanted = self.project.from_nothing()
        refused = self.refuses(before, wanted, clean)
        statuses = work()
        COUNTED.update(f"{name}: {status}" for status in statuses)
        after = published(self.project.output)
        assert all(status in (*allowed, 2 if refused else clean.status) for status in statuses), statuses
        if clean.status or refused:
            same(after, before)
            return
        for path, data in after.items():
            assert path == MARKER or data is None or data in (before.get(path), wanted.get(path)), path
        if set(statuses) == {0}:
            same(after, wanted)

    def refuses(self, output: Tree, wanted: Tree, clean: Ran) -> bool:
        """Say whether the folder is to be left alone: it is not the program's, or the site would lose a fifth of its pages."""
        if MARKER not in output:
            return bool(output)
        words = (output[MARKER] or b"").split()
        before = int(words[-1]) if words and words[-1].isdigit() else sum(path.endswith(".html") for path in output)
        after = sum(path.endswith(".html") for path in wanted)
        return clean.status == 0 and after * 5 < before * 4 and "--allow-shrink" not in self.project.options

    # --- what must hold

    def mend(self) -> None:
        """All is as it was when it last went well."""
        for part in ("content", "templates"):
            remove(self.project.root / part)
        sources, options = self.good
        for path, data in sources.items():
            self.project.write(path, data)
        self.project.options = dict(options)

    @invariant()
    def as_from_nothing(self) -> None:
        if not self.project.root.exists():
            return
        self.waiting -= 1
        if self.waiting > 0:
            return
        self.compare()
        if self.wrong == PATIENCE:
            self.mend()
            self.compare()

    def compare(self) -> None:
        """Build upon what is there and from nothing: one says and makes what the other does, or all stays as it was."""
        before = published(self.project.output)
        clean, wanted = self.project.from_nothing()
        assert clean.status != INTERNAL, clean.err
        if self.refuses(before, wanted, clean):
            refused = self.project.build()
            assert refused.status == 2, refused
            same(published(self.project.output), before)
            COUNTED["refused"] += 1
            if MARKER in before:
                self.project.build("--allow-shrink")
            else:
                remove(self.project.output)
            before = published(self.project.output)
        ran = self.project.build()
        assert (ran.status, ran.err, ran.out) == (clean.status, clean.err, clean.out)
        COUNTED[f"status {ran.status}"] += 1
        self.wrong = self.wrong + 1 if ran.status else 0
        if ran.status:
            same(published(self.project.output), before)
        else:
            same(tree(self.project.output), wanted)
            root = self.project.root
            self.good = {path: (root / path).read_bytes() for path in self.project.sources()}, dict(self.project.options)


def same(one: Tree, other: Tree) -> None:
    """Assert that two trees are one, and say what differs."""
    differing = sorted(path for path in one.keys() | other.keys() if one.get(path, b"none") != other.get(path, b"none"))
    assert not differing, [(path, path in one, path in other) for path in differing]

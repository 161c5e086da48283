"""A project that editors and designers work on: the steps of theirs that a build may come after, at random."""

import os
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Literal

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests import incremental_content as content
from tests.incremental import Project, remove

COUNTED: Counter[str] = Counter()  # what really happened, by name
numbers = st.integers(0, 10_000)


def step(**arguments: Any) -> Callable[[Callable[..., None]], Any]:
    """Make a method a step that a run may take, and count how often it is taken."""

    def made(function: Callable[..., None]) -> Any:
        @wraps(function)
        def counted(*given: Any, **named: Any) -> None:
            COUNTED["steps"] += 1
            COUNTED[f"step {function.__name__}"] += 1
            function(*given, **named)

        return rule(**arguments)(counted)  # type: ignore[no-untyped-call]

    return made


def chosen(things: list[str], number: int) -> str:
    return things[number % len(things)]


class Edited(RuleBasedStateMachine):
    """A project that anything may befall; after each step it is built, upon what is there and from nothing."""

    folder: Path  # where projects are put

    def __init__(self) -> None:
        super().__init__()
        COUNTED["runs"] += 1
        self.project = Project(self.folder / str(COUNTED["runs"]), {"--today": content.DAYS[1]})
        self.wrong = 0  # builds in a row that failed for the content
        self.waiting = 0  # steps that are not to be built after
        self.good: tuple[dict[str, bytes], dict[str, str]] = {}, {}  # the sources and options of the last that went well

    def teardown(self) -> None:
        remove(self.project.home)

    @initialize(luck=st.booleans(), archive=st.booleans())
    def begin(self, luck: bool, archive: bool) -> None:
        assume(luck)  # the dullest run of all, with the same step again and again, tells nothing
        for path, data in content.beginning().items():
            self.project.write(path, data)
        if archive:
            self.project.commit()

    def source(self, number: int) -> Path:
        return self.project.root / chosen(self.project.sources(), number)

    # --- what editors do

    @step(path=st.sampled_from(content.AGENDAS + content.MINUTES), data=content.papers)
    def paper(self, path: str, data: bytes) -> None:
        own = path.rpartition("/")[2].removesuffix(".md").encode()
        for meeting in content.MEETINGS:
            data = data.replace(b"meeting: " + meeting.encode(), b"meeting: " + own)
        self.project.write(path, data)

    @step(path=st.sampled_from(content.NAMES), data=content.papers)
    def misplaced(self, path: str, data: bytes) -> None:
        self.project.write(path, data)

    @step(path=st.sampled_from(content.PAGES), data=content.pages)
    def page(self, path: str, data: bytes) -> None:
        self.project.write(path, data)

    @step(path=st.sampled_from(list(content.SETTINGS)), number=st.integers(0, 5))
    def setting(self, path: str, number: int) -> None:
        self.project.write(path, content.SETTINGS[path][number % len(content.SETTINGS[path])])

    @step(name=st.sampled_from(list(content.ATTACHMENTS)), number=st.integers(0, 3))
    def attachment(self, name: str, number: int) -> None:
        self.project.write(f"{content.ATTACHED}/{name}", content.ATTACHMENTS[name][number])

    @step(name=st.sampled_from(list(content.TEMPLATES)), number=st.integers(0, 2))
    def template(self, name: str, number: int) -> None:
        self.project.write(name, content.TEMPLATES[name][number % len(content.TEMPLATES[name])])

    @step(name=st.sampled_from(list(content.NOT_OURS)))
    def not_ours(self, name: str) -> None:
        self.project.write(name, content.NOT_OURS[name][0])

    @step(number=numbers)
    def deleted(self, number: int) -> None:
        self.source(number).unlink()

    @step()
    def own_templates_away(self) -> None:
        remove(self.project.root / "templates")

    @step(number=numbers, path=st.sampled_from(content.NAMES))
    def renamed(self, number: int, path: str) -> None:
        source = self.source(number)
        data = source.read_bytes()
        source.unlink()
        self.project.write(path, data)

    @step(number=numbers, how=st.sampled_from(("case", "NFC", "NFD")))
    def renamed_a_little(self, number: int, how: Literal["case", "NFC", "NFD"]) -> None:
        source = self.source(number)
        source.rename(source.with_name(source.name.swapcase() if how == "case" else unicodedata.normalize(how, source.name)))

    @step(one=numbers, other=numbers)
    def swapped(self, one: int, other: int) -> None:
        here, there = self.source(one), self.source(other)
        both = here.read_bytes(), there.read_bytes()
        there.write_bytes(both[0])
        here.write_bytes(both[1])

    @step(number=numbers, inside=st.booleans())
    def folder_for_a_file(self, number: int, inside: bool) -> None:
        source = self.source(number)
        data = source.read_bytes()
        source.unlink()
        source.mkdir()
        if inside:
            (source / source.name).write_bytes(data)

    @step(name=st.sampled_from(list(content.ATTACHMENTS)))
    def another_of_the_same_stamp(self, name: str) -> None:
        """Another attachment of the same size and time."""
        one, other, *_ = content.ATTACHMENTS[name]
        place = self.project.root / content.ATTACHED / name
        if place.is_file():
            before = place.stat()
            place.write_bytes(other if place.read_bytes() == one else one)
            os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))

    @step(number=numbers)
    def another_letter(self, number: int) -> None:
        """A text changed where it is, of the same size and time."""
        source = self.source(number)
        before, data = source.stat(), source.read_bytes()
        if source.suffix in (".md", ".yml", ".css") and b"e" in data:
            at = data.rindex(b"e")
            source.write_bytes(data[:at] + b"o" + data[at + 1 :])
            os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))

    @step(steps=st.integers(1, 3))
    def in_a_hurry(self, steps: int) -> None:
        """Several steps before the next build."""
        self.waiting = steps

    # --- how it is built

    @step(day=st.sampled_from(content.DAYS))
    def another_day(self, day: str) -> None:
        self.project.options["--today"] = day

    @step(option=st.sampled_from(("--drafts", "--future", "--strict", "--allow-shrink")))
    def option(self, option: str) -> None:
        if option in self.project.options:
            del self.project.options[option]
        else:
            self.project.options[option] = ""

    @step(option=st.sampled_from((("--base-url", "https://forslag.example/x"), ("--lang", "en"), ("--lang", "da"))))
    def option_with_a_value(self, option: tuple[str, str]) -> None:
        if self.project.options.get(option[0]) == option[1]:
            del self.project.options[option[0]]
        else:
            self.project.options[option[0]] = option[1]

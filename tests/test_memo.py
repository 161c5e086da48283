"""What files said is remembered by their bytes, kind and reader; whatever is wrong with the cache is a miss."""

import pickle
import random
from pathlib import Path
from typing import Any

import pytest

from sitegen import memo, parsed, program, workers
from sitegen.build import kind_of
from sitegen.parse import parse
from tests.support import CASES, base, read_case

AGENDA = ("content/agendas/2026-03-12-nord-politisk.md", b"---\nmeeting: 2026-03-12-nord-politisk\n---\n## 1. Punkt\n\nTekst.\n")
FILES = {path: data for path, data in [*base().items(), AGENDA] if kind_of(path)}


def read(cache: Path, files: dict[str, bytes] = FILES) -> tuple[dict[str, Any], int]:
    """What a run is told of files, and how many of them it had to read itself."""
    missed = []

    def counted(data: bytes, kind: str) -> parsed.Parsed:
        missed.append(kind)
        return parse(data, kind)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memo, "parse", counted)
        with memo.remembered(cache) as reading:
            told = {path: reading(data, kind_of(path) or "") for path, data in files.items()}
    return told, len(missed)


def clean(files: dict[str, bytes] = FILES) -> dict[str, Any]:
    return {path: parse(data, kind_of(path) or "") for path, data in files.items()}


def test_a_file_is_read_once(tmp_path: Path) -> None:
    cache = tmp_path / "new" / "parsed"
    assert read(cache) == (clean(), len(FILES))
    assert read(cache) == (clean(), 0)
    changed = {**FILES, AGENDA[0]: AGENDA[1].replace(b"Tekst", b"Ordet")}  # of the same length
    assert read(cache, changed) == (clean(changed), 1)
    assert read(cache) == (clean(), 1)  # what the last run did not ask for is forgotten
    assert [place.name for place in cache.parent.iterdir()] == ["parsed"]


NUMBERED = (b"---\ntitle: Nummer\n---\n610190-1234\n", "page")
MANY = [*((f"---\ntitle: Side {n}\n---\n## Overskrift {n}\n".encode(), "page") for n in range(memo.FEWEST)), NUMBERED]


def test_files_that_are_told_beforehand_are_read_by_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with memo.remembered(tmp_path / "alone") as reading:
        alone = [reading(*file) for file in MANY]
    assert alone[-1].numbers
    with monkeypatch.context() as patch, memo.remembered(tmp_path / "together", MANY, 2) as reading:
        patch.setattr(memo, "parse", lambda data, kind: pytest.fail(f"not read beforehand: {kind}"))
        assert [reading(*file) for file in MANY] == alone
    assert (tmp_path / "together").read_bytes() == (tmp_path / "alone").read_bytes()
    assert b"610190" not in (tmp_path / "together").read_bytes()


def test_a_few_files_are_read_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with memo.remembered(tmp_path / "parsed") as reading:
        first = [reading(*file) for file in MANY]
    monkeypatch.setattr(workers, "each", lambda *given: pytest.fail("a worker was started"))
    with memo.remembered(tmp_path / "parsed", MANY, 2) as reading:  # all but one are known
        assert [reading(*file) for file in MANY] == first


def test_what_a_killed_worker_would_have_said_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(tasks: int, do: Any, processes: int) -> Any:
        yield 3, do(3)
        raise ChildProcessError

    monkeypatch.setattr(workers, "each", killed)
    with memo.remembered(tmp_path / "parsed", MANY, 2) as reading:
        assert [reading(*file) for file in MANY] == [parse(*file) for file in MANY]


def test_the_same_bytes_as_another_kind_are_another_file(tmp_path: Path) -> None:
    with memo.remembered(tmp_path / "parsed") as reading:
        assert reading(AGENDA[1], "agenda").kind == "agenda"
        assert reading(AGENDA[1], "minutes") == parse(AGENDA[1], "minutes")


def test_everything_that_files_can_say_is_remembered_as_it_was(tmp_path: Path) -> None:
    """Every file of every case, right or wrong: what it says is made of nothing that cannot be remembered."""
    given = [data for place in sorted(CASES.glob("*.md")) if place.name != "README.md" for data in read_case(place).files.items()]
    files = {(data, kind) for path, data in given if (kind := kind_of(path))}
    assert len(files) > 400
    with memo.remembered(tmp_path / "parsed") as reading:
        first = {(data, kind): reading(data, kind) for data, kind in files}
    held = {key for key, found in first.items() if not found.numbers}
    with pytest.MonkeyPatch.context() as patch, memo.remembered(tmp_path / "parsed") as reading:
        patch.setattr(memo, "parse", lambda data, kind: pytest.fail(f"not remembered: {kind}"))
        assert {key: reading(*key) for key in held} == {key: first[key] for key in held}


def test_what_holds_a_personal_number_is_not_remembered(tmp_path: Path) -> None:
    files = {**FILES, AGENDA[0]: AGENDA[1] + b"\n610190-1234\n"}
    assert read(tmp_path / "parsed", files)[1] == len(FILES)
    remembered = (tmp_path / "parsed").read_bytes()
    assert b"Nord" in remembered and b"610190" not in remembered
    assert read(tmp_path / "parsed", files) == (clean(files), 1)


def test_a_damaged_cache_is_a_miss(tmp_path: Path) -> None:
    cache = tmp_path / "parsed"
    read(cache)
    whole = cache.read_bytes()
    chance = random.Random(5)
    broken = [whole[: chance.randrange(len(whole))] for _ in range(40)]
    for _ in range(120):
        at = chance.randrange(len(whole)) if chance.random() < 0.5 else chance.randrange(3000)
        broken.append(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
    broken += [b"", b"\n", b"{}", b"[]\n[]\n", b"{}\n", whole + whole, whole[::-1], b'{"index": -5}\n', b'{"index": 1e99}\n[]']
    for wrong in broken:
        cache.write_bytes(wrong)
        told, missed = read(cache)
        assert told == clean()
        assert missed or wrong.startswith(whole)
        assert read(cache)[1] == 0  # and it has mended itself


def test_a_cache_that_cannot_be_read_or_written_is_a_miss(tmp_path: Path) -> None:
    (tmp_path / "parsed").mkdir()
    assert read(tmp_path / "parsed") == (clean(), len(FILES))
    (tmp_path / "file").write_bytes(b"")
    assert read(tmp_path / "file" / "parsed") == (clean(), len(FILES))
    assert sorted(place.name for place in tmp_path.iterdir()) == ["file", "parsed"]


def test_a_cache_of_another_program_is_a_miss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(tmp_path / "parsed")
    monkeypatch.setattr(memo, "mark", lambda: "another")
    assert read(tmp_path / "parsed")[1] == len(FILES)


def test_the_mark_of_the_program_tells_every_source_and_library(monkeypatch: pytest.MonkeyPatch) -> None:
    one = program.mark.__wrapped__()
    known = list(program.libraries())
    assert any(name.startswith("pydantic-") for name in known)
    for other in (["pyyaml-0.dist-info", *known], known[1:]):
        monkeypatch.setattr(program, "libraries", lambda other=other: other)
        assert program.mark.__wrapped__() != one


def test_the_mark_of_the_program_tells_every_source_by_name_and_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "__file__", str(tmp_path / "memo.py"))
    (tmp_path / "rules").mkdir()
    marks = []
    for name, text in (("memo.py", "1"), ("rules/a.py", "2"), ("rules/a.py", "3"), ("rules/b.py", "3")):
        (tmp_path / name).write_text(text)
        marks.append(program.mark.__wrapped__())
    (tmp_path / "rules" / "a.py").unlink()
    marks.append(program.mark.__wrapped__())
    assert len(set(marks)) == 5


class Harmful:
    """What a cache made by somebody else could hold: reading it would call a function."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return pytest.fail, ("a program in the cache was run",)


@pytest.mark.parametrize("value", [Harmful(), pickle.loads, "text", parse(AGENDA[1], "minutes")])
def test_a_record_of_anything_else_is_a_miss(tmp_path: Path, value: object) -> None:
    packed = memoryview(pickle.dumps(value, protocol=5))
    key = f"agenda {memo._digest(AGENDA[1])}"
    memo._write(tmp_path / "parsed", memo.mark(), {key: (memo._digest(packed), packed)})
    assert read(tmp_path / "parsed", dict([AGENDA])) == (clean(dict([AGENDA])), 1)
    assert read(tmp_path / "parsed", dict([AGENDA]))[1] == 0

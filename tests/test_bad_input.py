"""Bad input end to end: a clear finding at its line, or a wrong use; never a traceback, and the old site stays as it is."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import cli
from tests.support import base

MINUTES = "---\nmeeting: 2026-03-12-nord-politisk\nsent: 2026-03-15\n---\n## 1. Punkt\n"
PAGE = "---\ntitle: Om\n---\nTekst.\n"

Try = Callable[..., tuple[int, str]]


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and its inode: a file written again, even with the same bytes, is another."""
    return {p.relative_to(folder).as_posix(): (p.read_bytes(), p.stat().st_ino) for p in folder.rglob("*") if p.is_file()}


pytestmark = pytest.mark.usefixtures("fast_disk")


@pytest.fixture
def attempt(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Try:
    """Build a good site, spoil it, build again: the exit status and what was said; the old output must not have changed."""

    def build(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sitegen", "build", "-C", str(root), "--today", "2026-02-01", *arguments])
        with pytest.raises(SystemExit) as status:
            cli.main()
        out, err = capsys.readouterr()
        assert out == ""
        assert "Traceback" not in err
        assert "Fejl i selve programmet" not in err
        return int(status.value.code or 0), err

    def attempt(spoil: Callable[[], object], *arguments: str) -> tuple[int, str]:
        assert build()[0] == 0
        before = tree(root / "output")
        assert before
        spoil()
        status, said = build(*arguments)
        assert tree(root / "output") == before
        return status, said

    return attempt


def write(root: Path, path: str, data: str | bytes) -> Callable[[], object]:
    def spoil() -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data.encode() if isinstance(data, str) else data)

    return spoil


def remove(root: Path, path: str) -> Callable[[], object]:
    def spoil() -> None:
        for place in sorted((root / path).rglob("*"), reverse=True):
            place.rmdir() if place.is_dir() else place.unlink()
        (root / path).rmdir() if (root / path).is_dir() else (root / path).unlink()

    return spoil


def found(said: str, *wanted: str) -> None:
    """These findings and no others, a line each, and the line that counts them."""
    *lines, closing = said.splitlines()
    assert [line.split(" ")[0] + " " + line.split(" ")[2] for line in lines] == list(wanted)
    assert closing.startswith(f"{len(wanted)} fejl, 0 advarsler")


def test_truncated_yaml(root: Path, attempt: Try) -> None:
    plan = base()["content/meetings/2026.yml"].decode()
    status, said = attempt(write(root, "content/meetings/2026.yml", plan[: plan.index("start") + 3]))
    assert status == 1
    assert said.startswith("content/meetings/2026.yml:")
    assert "fejl SG101" in said


def test_truncated_front_matter(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", "---\ntitle: O"))
    assert status == 1
    found(said, "content/pages/om.md:1:1 SG106")


def test_tabs(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/meetings/2026.yml", "meetings:\n\t- body: nord-politisk\n"))
    assert status == 1
    found(said, "content/meetings/2026.yml:2:1 SG101")
    assert "tabulatortegn" in said


def test_a_colon_in_a_value(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", "---\ntitle: Møde: nr. 3\n---\n"))
    assert status == 1
    found(said, "content/pages/om.md:2:12 SG101")
    assert '`title: "Møde: nr. 3"`' in said


def test_a_date_that_does_not_exist(root: Path, attempt: Try) -> None:
    plan = base()["content/meetings/2026.yml"].replace(b"2026-03-12", b"2026-02-30")
    status, said = attempt(write(root, "content/meetings/2026.yml", plan))
    assert status == 1
    found(said, "content/meetings/2026.yml:3:11 SG104")
    assert "2026-02-30" in said


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1000-01-01"])
def test_a_date_at_the_ends_of_the_calendar(root: Path, attempt: Try, day: str) -> None:
    plan = base()["content/meetings/2026.yml"].replace(b"2026-03-12", day.encode())
    status, said = attempt(write(root, "content/meetings/2026.yml", plan))
    assert status == 1
    found(said, "content/meetings/2026.yml:3:11 SG104")


def test_a_control_character(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", "---\ntitle: Om\n---\nTekst\x08.\n"))
    assert status == 1
    found(said, "content/pages/om.md:4:6 SG107")
    assert "U+0008" in said
    assert "\x08" not in said


def test_a_self_referring_anchor(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/meetings/2026.yml", "meetings: &a\n  - *a\n"))
    assert status == 1
    assert said.startswith("content/meetings/2026.yml:1:11 fejl SG105")


def test_a_binary_file_named_md(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", b"PK\x03\x04" + bytes(range(256)) * 40))
    assert status == 1
    found(said, "content/pages/om.md:1:1 SG107")


def test_a_line_of_ten_megabytes(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", PAGE.encode() + b"x" * 10_000_000))
    assert status == 1
    found(said, "content/pages/om.md:1:1 SG111")
    assert len(said) < 2000


def test_a_line_that_is_only_just_read(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", PAGE.encode() + b"x " * 60_000))
    assert status == 1
    found(said, "content/pages/om.md:5:1 SG111")
    assert len(said) < 2000


def test_duplicate_ids(root: Path, attempt: Try) -> None:
    text = (
        base()["content/organisation.yml"]
        .replace(b"id: laesoe", b"id: hjoerring")
        .replace(b"[hjoerring, laesoe,", b"[hjoerring,")
    )
    status, said = attempt(write(root, "content/organisation.yml", text))
    assert status == 1
    found(said, "content/organisation.yml:3:10 SG202")


def test_two_documents_of_one_kind_for_one_meeting(root: Path, attempt: Try) -> None:
    def spoil() -> None:
        write(root, "content/minutes/2026-03-12-nord-politisk.md", MINUTES)()
        write(root, "content/minutes/kopi.md", MINUTES)()

    status, said = attempt(spoil)
    assert status == 1
    assert "content/minutes/kopi.md:2:10 fejl SG202" in said
    assert "content/minutes/2026-03-12-nord-politisk.md" in said.split("SG202")[1]


def test_two_documents_on_one_path(root: Path, attempt: Try) -> None:
    def spoil() -> None:
        write(root, "content/pages/om.md", PAGE)()
        write(root, "content/pages/Om.md", PAGE)()

    status, said = attempt(spoil)
    assert status == 1
    assert "fejl SG209" in said
    assert "content/pages/Om.md" in said
    assert "content/pages/om.md" in said


def test_an_alias_in_the_place_of_a_page(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", PAGE.replace("Om\n", "Om\naliases: [/moeder/]\n")))
    assert status == 1
    found(said, "content/pages/om.md:1:1 SG209")


def test_a_missing_organisation(root: Path, attempt: Try) -> None:
    status, said = attempt(remove(root, "content/organisation.yml"))
    assert status == 1
    found(said, "content/organisation.yml:1:1 SG112")


def test_a_missing_site_file(root: Path, attempt: Try) -> None:
    status, said = attempt(remove(root, "content/site.yml"))
    assert status == 1
    found(said, "content/site.yml:1:1 SG112")


def test_an_empty_content_folder(root: Path, attempt: Try) -> None:
    def spoil() -> None:
        remove(root, "content")()
        (root / "content").mkdir()

    status, said = attempt(spoil)
    assert status == 1
    found(said, "content:1:1 SG112")


def test_a_content_folder_that_is_missing(root: Path, attempt: Try) -> None:
    status, said = attempt(remove(root, "content"))
    assert status == 2
    assert "har ingen mappe ved navn content" in said


def test_content_that_is_a_file(root: Path, attempt: Try) -> None:
    def spoil() -> None:
        remove(root, "content")()
        (root / "content").write_text("x")

    assert attempt(spoil)[0] == 2


def test_an_output_folder_that_is_somebodys_home(root: Path, attempt: Try, monkeypatch: pytest.MonkeyPatch) -> None:
    home = root.parent / "home"
    (home / "Dokumenter").mkdir(parents=True)
    (home / "Dokumenter" / "brev.odt").write_bytes(b"vigtigt")
    (home / ".sitegen").write_text("")  # not even with the marker of a site
    monkeypatch.setenv("HOME", str(home))
    before = tree(home)
    status, said = attempt(lambda: None, "-o", str(home))
    assert status == 2
    assert "hjemmemappe" in said
    assert tree(home) == before


def test_a_folder_with_the_name_of_a_document(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md/inde.md", PAGE), "--strict")
    assert status == 1
    assert "content/pages/om.md/inde.md:1:1 advarsel SG109" in said


def test_a_link_out_of_the_project(root: Path, attempt: Try) -> None:
    (root.parent / "hemmelig.md").write_text(PAGE)

    def spoil() -> None:
        (root / "content/pages").mkdir()
        (root / "content/pages/om.md").symlink_to(root.parent / "hemmelig.md")

    status, said = attempt(spoil)
    assert status == 1
    found(said, "content/pages/om.md:1:1 SG113")


def test_not_utf8(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "content/pages/om.md", "---\ntitle: Møde\n---\n".encode("latin-1")))
    assert status == 1
    found(said, "content/pages/om.md:2:9 SG107")


def test_a_broken_template(root: Path, attempt: Try) -> None:
    status, said = attempt(write(root, "templates/forside.html.j2", "<p>\n{{ findes_ikke }}"))
    assert status == 1
    found(said, "templates/forside.html.j2:2:1 SG701")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"---",
        b"---\n---",
        b"\xef\xbb\xbf---\ntitle: Om\n---\n",
        b"---\n" + b"[" * 5000,
        b"---\n" + b"a:\n" * 3000 + b"---\n",
        b"---\ntitle: Om\n---\n" + b"> " * 5000,
        b"---\ntitle: Om\n---\n" + b"[" * 20000,
        b"---\ntitle: Om\n---\n" + b"*_" * 20000,
        b"---\ntitle: Om\n---\n" + b"- " * 3000,
        b"---\ntitle: !!python/object/apply:os.system [ls]\n---\n",
        b"---\n? [a, b]\n: c\n---\n",
        b"---\ntitle: Om\ntitle: Om\n---\n",
        b"---\ntitle: {}\nmenu: []\n---\n",
        b"---\n- a\n- b\n---\n",
        b"---\ntitle: Om\nmenu: 99999999999999999999999\n---\n",
        b"---\ntitle: Om\naliases: [/.sitegen/, /../x/, //x/, 'x', /%2e%2e/]\n---\n",
        b"---\r\ntitle: Om\r---\r\n",
    ],
    ids=range(18),
)
def test_whatever_a_page_holds_is_no_crash(root: Path, attempt: Try, text: bytes) -> None:
    write(root, "content/pages/om.md", text)()
    (root / "content/pages/om.md").rename(root / "spoilt")
    status, said = attempt(
        lambda: (root / "spoilt").rename(root / "content/pages/om.md"), "--format", "text", "-o", str(root / "andet")
    )
    assert status in (0, 1)
    assert said

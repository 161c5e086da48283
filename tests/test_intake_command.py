"""`sitegen import` at the command line: what is written and said, and what is never written over."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import cli
from tests.intake_support import contents

DOCUMENTS = Path(__file__).resolve().parent / "intake"
AGENDA = "content/agendas/2027-03-11-nord-politisk.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, data in contents().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def run(project: Path, *arguments: str) -> Result:
    given = ["import", *arguments, "-C", str(project), "--today", "2027-03-01"]
    return CliRunner().invoke(cli, given, standalone_mode=False)


def files(project: Path) -> set[str]:
    return {p.relative_to(project).as_posix() for p in project.rglob("*") if p.is_file() and ".cache" not in p.parts}


def test_a_draft_and_its_pictures_are_written_and_check_has_no_errors(project: Path) -> None:
    before = files(project)
    result = run(project, str(DOCUMENTS / "dagsorden-overskrifter.docx"))
    assert result.return_value == 0, result.output
    pictures = {f"content/attachments/2027-03-11-nord-politisk/dagsorden-billede-{n}.png" for n in (1, 2)}
    assert files(project) - before == {AGENDA, *pictures}
    assert result.stdout == ""
    said = result.stderr
    assert said.startswith("dagsorden-overskrifter.docx er blevet til en dagsorden med 4 punkter og 2 billeder. ")
    assert said.index("Der er ") < said.index("Blev til:") < said.index("Skal du se på:") and "LUKKET PUNKT" in said
    lines = (project / AGENDA).read_text(encoding="utf-8").split("\n")
    assert f"linje {lines.index('## 4. Eventuelt') + 1}: punkt 4 »Eventuelt«" in said
    checked = CliRunner().invoke(cli, ["check", "-D", "-C", str(project), "--today", "2027-03-01"], standalone_mode=False)
    assert checked.return_value == 0, checked.output


def test_the_same_document_gives_the_same_bytes(project: Path) -> None:
    first, second = (run(project, str(DOCUMENTS / "referat-rettet.docx"), "--stdout") for _ in range(2))
    assert first.stdout == second.stdout and first.stdout.startswith("---\nmeeting: ") and first.stderr == second.stderr


def test_nothing_is_ever_written_over(project: Path) -> None:
    document = str(DOCUMENTS / "dagsorden-overskrifter.docx")
    picture = project / "content/attachments/2027-03-11-nord-politisk/dagsorden-billede-2.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"mine")
    before = files(project)
    taken = run(project, document)
    assert taken.exit_code == 1 and "er der allerede" in str(taken.exception) and files(project) == before
    picture.unlink()
    assert run(project, document).return_value == 0
    (project / AGENDA).write_bytes(b"mine")
    assert run(project, document).exit_code == 1 and (project / AGENDA).read_bytes() == b"mine"


def test_the_draft_can_be_written_elsewhere_or_only_shown(project: Path, tmp_path: Path) -> None:
    before, target = files(project), tmp_path / "kladde.md"
    shown = run(project, str(DOCUMENTS / "mail.txt"), "--stdout")
    assert shown.return_value == 0 and "## 1. Godkendelse" in shown.stdout and files(project) == before
    assert run(project, str(DOCUMENTS / "mail.txt"), "-o", str(target)).return_value == 0
    assert target.read_text(encoding="utf-8") == shown.stdout and not (project / AGENDA).exists()
    named = tmp_path / "610160-0001.md"
    refused = run(project, str(DOCUMENTS / "mail.txt"), "-o", str(named))
    assert "personnummer" in str(refused.exception) and not named.exists()


def test_what_it_is_can_be_said(project: Path) -> None:
    document = str(DOCUMENTS / "mail.txt")
    result = run(project, document, "--kind", "minutes", "--meeting", "2027-03-18-midt-politisk")
    assert result.return_value == 0 and (project / "content/minutes/2027-03-18-midt-politisk.md").exists()
    assert "Dokumentets titel siger torsdag den 11. marts 2027" in result.stderr
    begun = run(project, document, "--kind", "agenda", "--meeting", "2027-04-08", "--stdout")  # as `new` takes it
    assert "meeting: 2027-04-08-samraadet\n" in begun.stdout
    mandate = run(project, str(DOCUMENTS / "kommissorium.txt"), "--body", "midt-politisk", "--body", "samraadet", "--stdout")
    assert "bodies: [midt-politisk, samraadet]" in mandate.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("findes-ikke.docx",), "er ikke en fil"),
        ((".",), "er ikke en fil"),
        ((str(DOCUMENTS / "mail.txt"), "--meeting", "2027-01-01-nord"), "intet møde"),
        ((str(DOCUMENTS / "kommissorium.txt"), "--body", "nord"), "intet forum"),
    ],
)
def test_a_wrong_use_is_said(project: Path, arguments: tuple[str, ...], words: str) -> None:
    before = files(project)
    result = run(project, *arguments)
    assert result.exit_code == 1 and words in str(result.exception) and files(project) == before


def test_what_must_not_be_published_stops_it(project: Path, tmp_path: Path) -> None:
    document = tmp_path / "dagsorden.txt"
    document.write_text("Dagsorden 8. april 2027\n\n1. Sag\n\nBorger 610190-1234.\n\n2. Eventuelt\n", encoding="utf-8")
    before = files(project)
    result = run(project, str(document))
    assert result.return_value == 1 and files(project) == before
    assert "61••••-••••" in result.stderr and "1234" not in result.output and "under »1. Sag«" in result.stderr


@pytest.mark.parametrize("data", [b"PK\x03\x04nonsense", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0"])
def test_no_file_makes_a_traceback(project: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    result = run(project, str(tmp_path / "x.docx"))
    assert result.return_value == 1 and len(result.stderr.strip().split("\n")) == 2, result.output

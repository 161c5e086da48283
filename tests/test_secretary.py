"""A new secretary, from an empty folder to minutes that are approved, with the commonest mistakes on the way.

What the program says is asserted word by word, and what it says to do is done to the letter.
"""

import gc
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import docx
import pytest

from sitegen import cli

MEETING = "2026-12-03-eksempel-fagligt"
AGENDA, MINUTES = f"content/agendas/{MEETING}.md", f"content/minutes/{MEETING}.md"
SUPPLEMENT = f"content/agendas/{MEETING}-tillaeg-1.md"
OCTOBER = "content/minutes/2026-10-16-eksempel-fagligt.md"
DECEMBER = "content/agendas/2026-12-14-eksempel-politisk.md"
PLAN = "content/meetings/2026.yml"
PAGE = f"output/moeder/{MEETING}"
BEGUN, SENT, ADDED, HELD, LATE, NEXT = "2026-11-22", "2026-11-24", "2026-11-25", "2026-12-04", "2026-12-11", "2027-01-26"
NOTHING = "Ingen fund."


def _run(arguments: list[str]) -> tuple[int, str, str]:
    """Run a command as at the end of a pipe: exit status, stdout, stderr."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    stopped = pytest.raises(SystemExit)
    with mock.patch.multiple(sys, argv=["sitegen", *arguments], stdin=io.StringIO(), stdout=out, stderr=err), stopped as status:
        cli.main()
    gc.enable()
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode().rstrip("\n"))  # type: ignore[attr-defined]
    assert "Traceback" not in said[1]
    return int(status.value.code or 0), said[0], said[1]


@dataclass(frozen=True)
class Desk:
    """The secretary's computer: the folder of the site, and the day."""

    root: Path
    today: str = BEGUN

    def on(self, today: str) -> "Desk":
        return replace(self, today=today)

    def run(self, *arguments: object) -> tuple[int, str, str]:
        return _run([*map(str, arguments), "-C", str(self.root), "--today", self.today])

    def finds(self, command: str = "check") -> list[str]:
        """What check or build finds, a line each; a build ends with what it wrote."""
        status, out, err = self.run(command)
        assert (status, out) == (0, "")
        return [line for line in err.split("\n") if command == "check" or not re.match(r"\d+ sider i ", line)]

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, *changes: tuple[str, str]) -> None:
        """Change a text as one does in an editor: each old part stands there once."""
        text = self.read(path)
        for old, new in changes:
            assert text.count(old) == 1, (old, text)
            text = text.replace(old, new)
        (self.root / path).write_text(text, encoding="utf-8")

    def site(self) -> dict[str, tuple[int, int]]:
        """When each file of the site was written, and its size."""
        folder = self.root / "output"
        return {p.relative_to(folder).as_posix(): (p.stat().st_mtime_ns, p.stat().st_size) for p in folder.rglob("*")}

    def mentions(self, *paths: str) -> list[bool]:
        """Which files of the site lead to the agenda."""
        return [f"/moeder/{MEETING}/dagsorden/" in self.read(f"output/{path}") for path in paths]


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """No colours, no workflow, no git; and nobody waits for the disk."""
    said = ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "COLUMNS", "TERM")
    kept = {name: value for name, value in os.environ.items() if name not in said}
    with mock.patch.dict(os.environ, kept, clear=True), mock.patch.object(os, "fsync", lambda number: None):
        yield


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The first morning: a new site, a meeting in the plan, and its agenda, sent and shown."""
    desk = Desk(tmp_path_factory.mktemp("bord") / "hjemmeside")
    # A process of its own, where the folder is not there yet.
    begun = subprocess.run(
        [sys.executable, "-P", "-m", "sitegen", "init", "hjemmeside", "--today", BEGUN],
        cwd=desk.root.parent,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    assert (begun.returncode, begun.stderr) == (0, "")
    steps = ["  cd hjemmeside", "  sitegen check", "  sitegen serve"]
    assert begun.stdout.split("\n")[1:5] == ["Kontrollér og se siden. Skriv én linje ad gangen:", *steps]
    assert desk.finds() == [NOTHING]

    status, out, err = desk.run("new", "meeting", "eksempel-fagligt", "2026-12-03", "--place", "Prøve Rådhus")
    assert status == 0
    assert err.split("\n")[0] == "Vært: Prøve Kommune (har ikke været vært endnu)."
    assert out.split("\n")[-1] == f"Næste skridt: sitegen new agenda {MEETING}"
    assert desk.run("new", "agenda", MEETING) == (
        0,
        f"{AGENDA}\n"
        "Frist: torsdag den 26. november 2026 (»Sekretariat, stk. 2« i Kommissorium for Klynge Eksempel)\n"
        "Skal ligge på hjemmesiden (»Sekretariat, stk. 4« i Kommissorium for Klynge Eksempel)",
        "",
    )
    soon = (
        f"{PLAN}:10:5 bemærkning SG305 Fristen for dagsordenen til mødet den 3. december 2026 er den 26. november 2026 efter "
        "»Sekretariat, stk. 2«; sidste hverdag inden fristens udløb er den 26. november 2026. Det gælder Klynge Eksempel, "
        "fagligt niveau. Læg dagsordenen i content/agendas/ senest den 26. november 2026, og skriv datoen for fremsendelsen, "
        f"fx `sent: 2026-03-04`. `sitegen new agenda {MEETING}` begynder den for dig. Er den der som kladde, så slet "
        "`draft: true`."
    )
    desk = desk.on(SENT)
    assert desk.finds("build") == [soon, "0 fejl, 0 advarsler, 1 bemærkning"]
    assert not (desk.root / PAGE / "dagsorden").exists()
    assert desk.run("list", AGENDA)[1].split("\n")[:4] == [
        AGENDA,
        "Dagsordenen til mødet den 3. december 2026 i Klynge Eksempel, fagligt niveau er ikke på hjemmesiden.",
        "  Filen er en kladde: Det står i linje 3 (draft).",
        "  → Slet linje 3, når filen må vises.",
    ]

    lines = desk.read(AGENDA).split("\n")
    assert lines[2].startswith("draft: true")  # line 3, as it says
    (desk.root / AGENDA).write_text("\n".join(lines[:2] + lines[3:]), encoding="utf-8")
    for name in ("sent", "published"):
        line = next(line for line in desk.read(AGENDA).split("\n") if line.startswith(f"{name}: "))
        desk.edit(AGENDA, (line, f"{name}: {SENT}"))
    desk.edit(AGENDA, ("## 6. Eventuelt", "## 6. Køb af låse\nLukket: Der forhandles om prisen\n\n## 7. Eventuelt"))
    assert desk.finds("build") == [NOTHING]
    return desk


# --- mistakes


@dataclass(frozen=True)
class Mistake:
    """What is written wrong in a file, what the program says of it, and what is then done, in the message's own words."""

    path: str
    wrong: tuple[str, str]
    said: str
    told: tuple[str, str]  # what is replaced by what; what is to be written stands in the message
    stops: bool = True


TEN = {
    "en dato, som man plejer at skrive den": Mistake(
        AGENDA,
        (f"sent: {SENT}", "sent: 24-11-2026"),
        f"{AGENDA}:5:7 fejl SG104 Feltet »sent« skal være en dato, men der står »24-11-2026«. "
        "Skriv `2026-11-24` (år, måned, dag).",
        ("24-11-2026", "2026-11-24"),
    ),
    "tabulator i mødeplanen": Mistake(
        PLAN,
        ("11:30\n    place: Prøve Rådhus", "11:30\n\tplace: Prøve Rådhus"),
        f"{PLAN}:14:1 fejl SG101 Linjen er rykket ind med et tabulatortegn, hvor der skal være mellemrum. "
        "Slet tabulatortegnet. Linjen skal i stedet begynde med 4 mellemrum.",
        ("\t", " " * 4),
    ),
    "et kolon i en værdi": Mistake(
        PLAN,
        ("place: Eksempel Rådhus", "place: Eksempel Rådhus: lokale 3"),
        f"{PLAN}:8:27 fejl SG101 Et kolon på linjen kan ikke læses: Enten mangler værdien anførselstegn, eller linjen er rykket "
        'forkert ind. Er kolonet en del af værdien, så sæt anførselstegn om den: `place: "Eksempel Rådhus: lokale 3"`. '
        "Er linjen et nyt felt, så ryk den lige så langt ind som feltet over.",
        ("place: Eksempel Rådhus: lokale 3", 'place: "Eksempel Rådhus: lokale 3"'),
    ),
    "et dansk feltnavn": Mistake(
        AGENDA,
        ("published:", "publiceret:"),
        f"{AGENDA}:6:1 fejl SG102 Feltet »publiceret« kendes ikke; det ligner »published«. Ret »publiceret« til »published«. "
        "De felter, der kan stå her, er: meeting, sent, published, late_reason, draft, corrections, aliases, supplement.",
        ("publiceret", "published"),
    ),
    "mødets dag er forkert": Mistake(
        AGENDA,
        (f"meeting: {MEETING}", "meeting: 2026-12-02-eksempel-fagligt"),
        f"{AGENDA}:2:10 fejl SG201 Mødet »2026-12-02-eksempel-fagligt« i feltet »meeting« står ikke i mødeplanen; det ligner "
        f"»{MEETING}«. Ret »2026-12-02-eksempel-fagligt« til »{MEETING}«. Er det et andet møde, så åbn {PLAN}, eller opret den, "
        "og sæt disse linjer ind sidst i filen:   - body: eksempel-fagligt     date: 2026-12-02",
        ("2026-12-02-eksempel-fagligt", MEETING),
    ),
    "fed skrift fra Word i stedet for ##": Mistake(
        AGENDA,
        ("## 4. Meddelelser", "**4. Meddelelser**"),
        f"{AGENDA}:29:1 advarsel SG602 »4. Meddelelser« er skrevet med fed skrift, men ligner en overskrift. Fed skrift alene "
        "gør det ikke til et punkt eller et afsnit. Er det en overskrift, så skriv `## 4. Meddelelser`.",
        ("**4. Meddelelser**", "## 4. Meddelelser"),
        stops=False,
    ),
    "mellemrum i bilagets navn": Mistake(
        AGENDA,
        ("## 7. Eventuelt", "## 7. Eventuelt\n\n[Budget 2027](Budget 2027.csv)"),
        f"{AGENDA}:42:1 fejl SG203 Linket »[Budget 2027](Budget 2027.csv)« kan ikke læses, fordi der står mellemrum i det, og "
        "det bliver vist som tekst. Skriv `[Budget 2027](<Budget 2027.csv>)`.",
        ("[Budget 2027](Budget 2027.csv)", "[Budget 2027](<Budget 2027.csv>)"),
    ),
    "et personnummer": Mistake(
        AGENDA,
        ("## 7. Eventuelt", "## 7. Eventuelt\n\nEn borger (610180-1234) har klaget."),
        f"{AGENDA}:42:12 fejl SG501 Her står noget, der har form som et personnummer: 61••••-••••. Slet nummeret, før filen "
        "gemmes i git. Er den allerede gemt dér, så læs `sitegen explain SG501` først. Er det ikke et personnummer, så skriv "
        "tallet under not_personal_numbers i content/site.yml.",
        (" (610180-1234)", ""),
    ),
    "tekst i et lukket punkt": Mistake(
        AGENDA,
        ("Lukket: Der forhandles om prisen\n", "Lukket: Der forhandles om prisen\n\nDet laveste bud er 100.000 kroner.\n"),
        f"{AGENDA}:40:1 fejl SG502 Punkt 6 er lukket, men har tekst ud over titel og beslutning. Slet teksten, så kun titel og "
        "beslutning er tilbage. Er punktet ikke lukket, så slet linjen, der begynder med Lukket:.",
        ("Det laveste bud er 100.000 kroner.\n", ""),
    ),
    "filen begynder ikke med ---": Mistake(
        AGENDA,
        (f"---\nmeeting: {MEETING}", f"meeting: {MEETING}"),
        f"{AGENDA}:1:1 fejl SG106 Filen begynder ikke med en linje med tre bindestreger (---). Lad filen begynde sådan: ---",
        (f"meeting: {MEETING}", f"---\nmeeting: {MEETING}"),
    ),
}
OTHERS = {
    "forummets navn i stedet for dets id": Mistake(
        PLAN,
        ("- body: eksempel-politisk", "- body: Klynge Eksempel, politisk niveau"),
        f"{PLAN}:16:11 fejl SG104 Feltet »body« skal være et id, men der står navnet »Klynge Eksempel, politisk niveau«. "
        "Skriv `eksempel-politisk`. Det er id'et for »Klynge Eksempel, politisk niveau« i content/organisation.yml.",
        ("- body: Klynge Eksempel, politisk niveau", "- body: eksempel-politisk"),
    ),
    "intet mellemrum efter kolon": Mistake(
        AGENDA,
        ("published: ", "published:"),
        f"{AGENDA}:6:1 fejl SG101 Der mangler et mellemrum efter kolonet. Skriv `published: {SENT}`.",
        (f"published:{SENT}", f"published: {SENT}"),
    ),
    "den 31. november": Mistake(
        AGENDA,
        (f"published: {SENT}", "published: 2026-11-31"),
        f"{AGENDA}:6:12 fejl SG104 Datoen »2026-11-31« i feltet »published« findes ikke i kalenderen. Ret dagen eller måneden, "
        "og skriv datoen som 2026-02-28 (år, måned, dag).",
        ("2026-11-31", SENT),
    ),
    "Words anførselstegn": Mistake(
        PLAN,
        ("place: Eksempel Rådhus", "place: ”Rådhuset: sal 1”"),
        f"{PLAN}:8:21 fejl SG101 Et kolon på linjen kan ikke læses: Enten mangler værdien anførselstegn, eller linjen er rykket "
        'forkert ind. Er kolonet en del af værdien, så sæt anførselstegn om den: `place: "Rådhuset: sal 1"`. '
        "Er linjen et nyt felt, så ryk den lige så langt ind som feltet over.",
        ("place: ”Rådhuset: sal 1”", 'place: "Rådhuset: sal 1"'),
    ),
}
# What is done to the letter may bring out what else there is to do.
THEN = {
    "mellemrum i bilagets navn": f"{AGENDA}:42:1 fejl SG204 Bilaget »Budget 2027.csv« findes ikke i "
    f"content/attachments/{MEETING}. Læg filen i content/attachments/{MEETING}, eller ret filnavnet i linket.",
}


@pytest.fixture
def desk(sent: Desk) -> Iterator[Desk]:
    """The desk with the agenda sent; whatever is then done to the content is undone for the next."""
    kept = sent.root.parent / "som-det-var"
    shutil.copytree(sent.root / "content", kept)
    yield sent
    shutil.rmtree(sent.root / "content")
    kept.rename(sent.root / "content")


def _counted(said: str) -> str:
    severity = re.search(r":\d+ (\w+) SG", said)
    assert severity
    return {"fejl": "1 fejl, 0 advarsler, 0 bemærkninger", "advarsel": "0 fejl, 1 advarsel, 0 bemærkninger"}[severity[1]]


@pytest.mark.parametrize("name", [*TEN, *OTHERS])
def test_a_mistake_is_said_where_it_is_and_mended_by_what_is_said(desk: Desk, name: str) -> None:
    mistake = {**TEN, **OTHERS}[name]
    before = desk.site()
    desk.edit(mistake.path, mistake.wrong)
    expected = (int(mistake.stops), "", f"{mistake.said}\n{_counted(mistake.said)}")
    if not mistake.stops:
        assert desk.run("check") == expected
    else:
        assert desk.run("build") == expected
        assert desk.site() == before
    old, new = mistake.told
    assert new.strip() in mistake.said or old in mistake.wrong[1]  # nothing is known but what stands there
    desk.edit(mistake.path, (old, new))
    if name in THEN:
        assert desk.run("check")[2] == f"{THEN[name]}\n{_counted(THEN[name])}"
        (desk.root / "content/attachments" / MEETING).mkdir()
        (desk.root / "content/attachments" / MEETING / "Budget 2027.csv").write_text("Post;Kroner\nFrugt;100\n", encoding="utf-8")
    assert desk.finds() == [NOTHING]


def test_there_are_ten_commonest_mistakes() -> None:
    assert len(TEN) == 10


def test_a_word_file_among_the_agendas_is_made_a_draft_by_the_command_that_is_named(desk: Desk) -> None:
    name = "content/agendas/Møde 25. januar 2027.docx"
    paper = docx.Document()
    paper.add_paragraph("Dagsorden")
    paper.add_paragraph("Klynge Eksempel, fagligt niveau, den 25. januar 2027")
    paper.add_heading("1. Velkomst", 2)
    paper.save(str(desk.root / name))
    assert desk.finds() == [
        f"{name}:1:1 advarsel SG109 Filen er et Word-dokument eller en ren tekst. Den bliver ikke læst her og kommer ikke med på "
        f'hjemmesiden. Lav den om til en kladde: `sitegen import "{name}"`. Slet den bagefter. Er den et bilag, så flyt den til '
        "mødets mappe i content/attachments/.",
        "0 fejl, 1 advarsel, 0 bemærkninger",
    ]
    assert desk.run("import", desk.root / name)[0] == 0
    assert "## 1. Velkomst" in desk.read("content/agendas/2027-01-25-eksempel-fagligt.md")
    (desk.root / name).unlink()
    assert desk.finds() == [NOTHING]


def test_a_copy_and_a_text_of_notepad_have_their_names_put_right(desk: Desk) -> None:
    copied = f"content/agendas/{MEETING} - Kopi.md"
    shutil.copy(desk.root / AGENDA, desk.root / copied)
    status, _, err = desk.run("check")
    assert (status, err.split("\n")) == (
        1,
        [
            f"{copied}:1:1 advarsel SG108 Filen hedder noget andet end ventet; det ventede navn er »{MEETING}.md«. Omdøb filen "
            f"til {MEETING}.md. Er det feltet meeting eller supplement, der er forkert, så ret det i stedet.",
            f"{copied}:2:10 fejl SG202 Mødet »{MEETING}« har allerede et dokument af denne slags (dagsorden): {AGENDA}. Behold "
            "den rigtige fil, og slet den anden. Er denne fil en tillægsdagsorden til, så skriv `supplement: 1` i den, og lad "
            "navnet ende på -tillaeg-1.md. Hører den til et andet møde, så ret feltet meeting.",
            "1 fejl, 1 advarsel, 0 bemærkninger",
        ],
    )
    (desk.root / copied).unlink()
    (desk.root / AGENDA).rename(desk.root / f"{AGENDA}.txt")
    said = desk.finds()
    assert said[0] == (
        f"{AGENDA}.txt:1:1 advarsel SG109 Filen ender på .txt og kommer ikke med på hjemmesiden. Windows viser ikke altid de "
        f"sidste fire tegn. Omdøb filen til `{AGENDA}`. Gem den fra Notesblok med filtypen »Alle filer«, så kommer .txt ikke på."
    )
    (desk.root / f"{AGENDA}.txt").rename(desk.root / AGENDA)
    assert desk.finds() == [NOTHING]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        (
            "utf-16",
            f"{AGENDA}:1:1 fejl SG107 Filen er gemt som UTF-16 (Notesblok kalder det også Unicode) og ikke som UTF-8. Åbn filen "
            "i det program, du skrev den i, fx Notesblok. Vælg Gem som, og vælg UTF-8 som kodning.",
        ),
        (
            "cp1252",
            f"{AGENDA}:3:41 fejl SG107 Filen er ikke gemt som UTF-8; et tegn her kan ikke læses (byte 0xBB). Åbn filen i det "
            "program, du skrev den i, fx Notesblok. Vælg Gem som, og vælg UTF-8 som kodning. Kontrollér bagefter, at æ, ø og å "
            "står rigtigt.",
        ),
        ("utf-8-sig", ""),
    ],
)
def test_notepad_saves_in_ways_of_its_own(desk: Desk, encoding: str, said: str) -> None:
    text = desk.read(AGENDA).replace("\n", "\r\n")
    (desk.root / AGENDA).write_bytes(text.encode(encoding))
    (desk.root / f"content/agendas/~${MEETING}.docx").write_bytes(b"Word has it open")
    expected = (1, "", f"{said}\n{_counted(said)}") if said else (0, "", NOTHING)
    assert desk.run("check") == expected
    (desk.root / AGENDA).write_bytes(text.encode())
    assert desk.finds() == [NOTHING]


# --- at the wrong place


def test_whoever_stands_a_folder_too_high_is_told_where_to_go(sent: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sent.root.parent)
    status, _, err = _run(["check"])
    assert (status, err.split("\n")[0]) == (2, "Hjemmesiden ligger i mappen hjemmeside og ikke her. Skriv først: cd hjemmeside")
    monkeypatch.chdir(sent.root / "content" / "agendas")
    assert _run(["check", "--today", SENT])[0] == 0


def test_a_command_in_danish_is_answered_with_those_there_are(sent: Desk) -> None:
    status, _, err = _run(["new", "møde"])
    assert status == 2
    assert err.split("\n")[0] == "Kommandoen findes ikke. Den kan være: agenda, mandate, meeting, minutes, page."


def test_a_site_begins_in_the_folder_that_a_code_host_made(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# hjemmeside\n", encoding="utf-8")
    (tmp_path / "LICENSE").write_text("MIT\n", encoding="utf-8")
    status, out, _ = _run(["init", str(tmp_path), "--today", BEGUN])
    assert status == 0
    assert "Det, der lå her i forvejen, er ikke ændret: README.md." in out.split("\n")
    assert "Læs README.md" not in out
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "# hjemmeside\n"
    assert Desk(tmp_path).finds() == [NOTHING]


# --- the journey


def _minutes(place: Path) -> None:
    """The minutes as they were written in Word: what looks like headings is in bold."""
    paper = docx.Document()
    paper.add_heading("Referat", 1)
    paper.add_paragraph("Klynge Eksempel, fagligt niveau")
    paper.add_paragraph("Torsdag den 3. december 2026 kl. 9.00-11.30, Prøve Rådhus")
    paper.add_paragraph("Deltagere: Mødeleder, Prøve Kommune; sundhedsdirektør, Eksempel Kommune")
    for title, decided in (("1. Godkendelse af dagsorden", "Dagsordenen blev godkendt."), ("8. Vagtplan i julen", "Drøftet.")):
        paper.add_paragraph().add_run(f"Punkt {title}").bold = True
        paper.add_paragraph().add_run("Beslutning").bold = True
        paper.add_paragraph(decided)
    paper.save(str(place))


def test_from_the_first_agenda_to_minutes_that_are_approved(desk: Desk) -> None:
    assert desk.mentions("feed.xml", "sitemap.xml", f"moeder/{MEETING}/index.html") == [True] * 3
    assert "DTSTART;TZID=Europe/Copenhagen:20261203T090000" in desk.read("output/kalender.ics")
    page = desk.read(f"{PAGE}/dagsorden/index.html")
    assert "Køb af låse" in page
    assert "draft" not in page
    assert desk.run("list", AGENDA)[1].split("\n")[1:3] == [
        "Dagsordenen til mødet den 3. december 2026 i Klynge Eksempel, fagligt niveau er i orden. "
        "Den står her, når hjemmesiden er bygget:",
        f"  https://sundhedsaftalen.example/moeder/{MEETING}/dagsorden/",
    ]

    # The day after, an item more.
    desk = desk.on(ADDED)
    assert desk.run("new", "agenda", MEETING, "--supplement")[1].split("\n")[0] == SUPPLEMENT
    text = desk.read(SUPPLEMENT)
    text = re.sub(r"(?m)^(draft: .*|# .*)\n", "", text)
    text = re.sub(r"(?m)^(sent|published): .*", rf"\1: {ADDED}", text).replace("8. Nyt punkt", "8. Vagtplan i julen")
    text = text.replace("### Sagsfremstilling", "### Sagsfremstilling\n\nJulen nærmer sig.")
    (desk.root / SUPPLEMENT).write_text(text.replace("### Indstilling", "### Indstilling\n\nPlanen drøftes."), encoding="utf-8")
    # And the agenda that the new site came with.
    draft = next(line for line in desk.read(DECEMBER).split("\n") if line.startswith("draft: true"))
    desk.edit(DECEMBER, (draft, f"sent: {ADDED}\npublished: {ADDED}"))
    assert desk.finds("build") == [NOTHING]
    assert "Vagtplan i julen" in desk.read(f"{PAGE}/index.html")

    # The meeting is held: what is owed, by when, and why.
    desk = desk.on(HELD)
    owed = [
        "senest 10.12.2026  Send referatet af mødet den 3. december 2026 i Klynge Eksempel, fagligt niveau, og læg det på "
        "hjemmesiden.",
        "                   »Sekretariat, stk. 3« (content/mandates/klynge-eksempel.md:56)",
        f"                   sitegen new minutes {MEETING}",
    ]
    _, out, _ = desk.run("deadlines", "eksempel-fagligt")
    assert out.split("\n") == ["Klyngesekretariatet", *(f"  {line}" for line in owed)]
    _, out, _ = desk.run("list", "missing", "eksempel-fagligt")
    assert out.split("\n")[:6] == ["Mangler (1)", "", "  Klyngesekretariatet", *(f"    {line}" for line in owed)]
    # At the meeting the minutes of the one before were approved.
    open_still = (
        f"{OCTOBER}:5:9 advarsel SG308 Referatet fra mødet den 16. oktober 2026 er stadig udkast, selv om næste møde er holdt "
        "den 3. december 2026 i Klynge Eksempel, fagligt niveau. Er referatet godkendt, så skriv `status: approved` og datoen, "
        "fx `approved: 2026-06-11`. Er der rettet i det ved godkendelsen, så nævn rettelsen under corrections."
    )
    assert open_still in desk.finds()
    desk.edit(OCTOBER, ("status: draft", "status: approved\napproved: 2026-12-03"))
    assert desk.finds("build")[1] == "0 fejl, 0 advarsler, 1 bemærkning"

    # The minutes come from Word, and lie too long.
    _minutes(desk.root.parent / "Referat 3. december.docx")
    status, _, err = desk.run("import", desk.root.parent / "Referat 3. december.docx")
    assert status == 0
    assert (
        err.split("\n")[0] == f"Referat 3. december.docx er blevet til et referat med 2 punkter. Kladden er skrevet: {MINUTES}."
    )
    desk = desk.on(LATE)
    missing = desk.finds()
    assert [line.split(" ")[:3] for line in missing[:2]] == [[f"{PLAN}:10:5", "advarsel", code] for code in ("SG303", "SG306")]
    assert (
        missing[0]
        .split(". ", 1)[1]
        .split(" Læg ")[0]
        .endswith("Fristen var den 10. december 2026 efter kommissoriet (»Sekretariat, stk. 3«).")
    )
    assert "Er det der som kladde, så erstat `draft: true` med `status: draft`." in missing[0]

    text = re.sub(r"(?m)^draft: .*\n", "", desk.read(MINUTES))
    text = re.sub(r"(?m)^(sent|published): .*", rf"\1: {LATE}", text)
    (desk.root / MINUTES).write_text(text, encoding="utf-8")
    late = (
        f"{MINUTES}:4:7 advarsel SG304 Referatet blev fremsendt den 11. december 2026 fra mødet den 3. december 2026 i Klynge "
        "Eksempel, fagligt niveau. Fristen var den 10. december 2026 efter kommissoriet (»Sekretariat, stk. 3«); dage efter "
        "fristen: 1. Er datoen forkert, så ret sent eller published i filen. Er den rigtig, så skriv grunden: `late_reason: …`. "
        "Grunden vises på hjemmesiden sammen med datoerne."
    )
    assert desk.finds("build") == [late, "0 fejl, 1 advarsel, 0 bemærkninger"]  # late, and shown all the same
    assert "Drøftet." in desk.read(f"{PAGE}/referat/index.html")

    desk.edit(MINUTES, (f"published: {LATE}", f"published: {LATE}\nlate_reason: Mødelederen var syg"))
    assert desk.finds("build") == [NOTHING]
    assert "Mødelederen var syg" in desk.read(f"{PAGE}/referat/index.html")

    # And are approved at the next meeting.
    desk = desk.on(NEXT)
    assert [line.split(" ")[2] for line in desk.finds() if line.startswith(MINUTES)] == ["SG308"]
    line = next(line for line in desk.read(MINUTES).split("\n") if line.startswith("status: draft"))
    desk.edit(MINUTES, (line, "status: approved\napproved: 2027-01-25"))
    assert not [line for line in desk.finds("build") if line.startswith(MINUTES)]
    assert "25. januar 2027" in desk.read(f"{PAGE}/referat/index.html")

"""The pages of topics: which items a topic has, what came of each, in what order, and how many fit on a page."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sitegen.build import Build
from sitegen.danish import letter
from sitegen.pages.outcomes import LONGEST, plain, short
from sitegen.pages.years import ENOUGH, by_year, newest
from tests.support import built, site
from tests.test_pages_meetings import agenda, page, words

NORD = "nord-politisk"
TODAY = date(2026, 6, 1)
APPROVED = "sent: 2026-03-19\npublished: 2026-03-19\nstatus: approved\napproved: 2026-03-19\n"


def plan(*days: str) -> str:
    return "meetings:\n" + "".join(f"  - {{body: nord-politisk, date: {day}, start: 15:00}}\n" for day in days)


def written(kind: str, day: str, items: str, head: str | None = None) -> dict[str, str]:
    """An agenda or minutes of a day; published on the day of the meeting or before it."""
    told = (
        head or f"sent: {'2026-02-01' if kind == 'agendas' else day}\npublished: {'2026-02-01' if kind == 'agendas' else day}\n"
    )
    return {f"content/{kind}/{day}-{NORD}.md": agenda(items, told, f"{day}-{NORD}")}


def sited(today: date = TODAY, **files: str) -> Build:
    """The base site with documents, each meeting planned on its day."""
    days = sorted({re.search(r"\d{4}-\d\d-\d\d", path)[0] for path in files if "/a" in path or "/minutes" in path})  # type: ignore[index]
    years = {day[:4]: [d for d in days if d[:4] == day[:4]] for day in days}
    plans = {f"content/meetings/{year}.yml": plan(*own) for year, own in years.items()}
    missing = {"content/meetings/2026.yml": plan("2026-12-10")} if "2026" not in years else {}
    return built(site(**plans, **missing, **files), today)


def test_topics_stand_in_danish_order_with_their_number_and_their_latest_day() -> None:
    files = written(
        "minutes", "2026-03-12", "## 1. Et\nEmner: ældre, Aalborg\n\nTalt.\n\n## 2. To\nEmner: Data, ældre\n\nTalt.\n"
    )
    html = page(sited(**files), "/emner/")
    assert re.findall(r'href="/emner/([a-z-]+)/"', html) == ["data", "aeldre", "aalborg"]
    assert "Ældre 2 punkter Senest 12. marts 2026" in words(html)
    assert "Aalborg 1 punkt Senest 12. marts 2026" in words(html)


def test_a_topic_on_an_agenda_to_come_says_when() -> None:
    html = page(sited(**written("agendas", "2026-09-10", "## 1. Et\nEmner: data\n\nTekst.\n")), "/emner/")
    assert "Data 1 punkt På dagsordenen 10. september 2026" in words(html)


def test_two_ways_to_write_a_topic_are_one() -> None:
    first = written("minutes", "2026-03-12", "## 1. Et\nEmner: PÅRØRENDE\n\nTalt.\n")
    made = sited(**first, **written("minutes", "2026-04-16", "## 1. To\nEmner: paarørende, pårørende\n\nTalt.\n"))
    assert "Pårørende 2 punkter" in words(page(made, "/emner/")), "as it was written last"
    assert "2 punkter på dagsordener og i referater." in words(page(made, "/emner/paaroerende/"))


def test_what_gives_no_address_is_no_topic() -> None:
    made = sited(**written("minutes", "2026-03-12", "## 1. Et\nEmner: ?!, data\n\nTalt.\n"))
    assert "emner/index.html" in made.plan and "emner/data/index.html" in made.plan
    assert re.findall(r'href="/emner/([^"]*)"', page(made, "/emner/").split("<main")[1].split("<footer")[0]) == ["data/"]


def test_many_topics_are_parted_by_letter() -> None:
    many = ", ".join(f"emne {number}" for number in range(40)) + ", åben, 1. maj"
    html = page(sited(**written("minutes", "2026-03-12", f"## 1. Et\nEmner: {many}\n\nTalt.\n")), "/emner/")
    assert [words(found) for found in re.findall(r"<h2.*?</h2>", html.split("<footer")[0])] == ["#", "E", "Å"]


ITEMS = {
    **written("minutes", "2025-11-20", "## 1. Ældst\nEmner: data\n\n### Beslutning\n\nGodkendt.\n"),
    **written(
        "agendas", "2026-03-12", "## 4. Aftale\nType: beslutning\nEmner: data, økonomi\n\n### Indstilling\n\nDet indstilles.\n"
    ),
    **written(
        "minutes",
        "2026-03-12",
        "## 4. Aftale\nEmner: data, økonomi\n\n### Beslutning\n\nVi <b>gør</b> & lader [det](https://x.example).\n\nMere.\n",
        APPROVED,
    ),
    **written(
        "agendas", "2026-09-10", "## 2. Nyt\nEmner: data\n\n### Indstilling\n\nDet indstilles, at\n\n1. a sker\n2. b sker.\n"
    ),
}


def test_a_topics_items_stand_newest_first_with_what_came_of_them() -> None:
    html = page(sited(**ITEMS), "/emner/data/")
    main = html.split("<main")[1].split("<footer")[0]
    assert re.findall(r'href="(/moeder/[^"]*)"', main) == [
        "/moeder/2026-09-10-nord-politisk/#punkt-2",
        "/moeder/2026-03-12-nord-politisk/#punkt-4",
        "/moeder/2025-11-20-nord-politisk/#punkt-1",
    ]
    said = words(main)
    assert "På kommende møder 10.09.2026 Nyt Klynge Nord, politisk niveau Indstilling: Det indstilles, at a sker; b sker." in said
    assert "Aftale Klynge Nord, politisk niveau · til beslutning Beslutning: Vi <b>gør</b> & lader det." in said
    assert "Mere." not in said, "the rest stands at the item"
    assert "Ældst Klynge Nord, politisk niveau Beslutning: Godkendt." in said


def test_items_of_one_meeting_stand_in_their_order() -> None:
    files = written("minutes", "2026-03-12", "## 1. Et\nEmner: data\n\nTalt.\n\n## 2. To\nEmner: data\n\nTalt.\n")
    assert re.findall(r"#punkt-\d", page(sited(**files), "/emner/data/")) == ["#punkt-1", "#punkt-2"]


def test_topics_that_stand_together_lead_to_each_other() -> None:
    main = page(sited(**ITEMS), "/emner/data/").split("<main")[1].split("<footer")[0]
    assert 'href="/emner/oekonomi/">Økonomi</a> <span class="amount num">(1)</span>' in main
    assert 'href="/emner/data/"' not in main


def told(items: str, minutes: str | None = None, today: date = TODAY, day: str = "2026-03-12") -> str:
    files = written("agendas", day, items)
    if minutes is not None:
        files |= written("minutes", day, minutes, APPROVED)
    return words(page(sited(today, **files), "/emner/data/").split("<main")[1].split("<footer")[0])


def test_what_has_no_decision_says_why() -> None:
    item = "## 1. Et\nEmner: data\n\nTekst.\n"
    assert "Skal behandles 10. september 2026." in told(item, day="2026-09-10")
    assert "Referatet er ikke offentliggjort." in told(item)
    assert "Ikke omtalt i referatet." in told(item, "## 2. Andet\n\nTalt.\n")
    assert "Referat: Talt om det." in told(item, "## 1. Et\nEmner: data\n\nTalt om det.\n")
    assert "Referatet nævner ingen beslutning." in told(item, "## 1. Et\nEmner: data\n")


def test_a_cancelled_meeting_is_neither_behind_nor_ahead() -> None:
    files = written("agendas", "2026-09-10", "## 1. Et\nEmner: data\n\nTekst.\n")
    files |= {"content/meetings/2026.yml": "meetings:\n  - {body: nord-politisk, date: 2026-09-10, cancelled: For få punkter}\n"}
    made = built(site(**files), TODAY)
    said = words(page(made, "/emner/data/"))
    assert "Aflyst" in said and "Mødet er aflyst." in said and "På kommende møder" not in said
    assert "Data 1 punkt Kun på aflyste møder" in words(page(made, "/emner/"))


def test_what_is_published_later_has_no_topic() -> None:
    head = "sent: 2026-06-02\npublished: 2026-06-02\n"
    made = sited(**written("agendas", "2026-09-10", "## 1. Hemmeligt\nEmner: skjult\n\nTekst.\n", head))
    assert made.plan and not any("skjult" in path for path in made.plan)
    assert "Der er endnu ingen emner." in words(page(made, "/emner/"))


def test_a_topic_with_many_items_has_a_page_for_each_earlier_year() -> None:
    many = "".join(f"## {number}. Punkt\nEmner: data\n\nTalt.\n\n" for number in range(1, ENOUGH + 1))
    files = written("minutes", "2026-03-12", many) | written("minutes", "2025-03-13", "## 1. Gammelt\nEmner: data\n\nTalt.\n")
    made = sited(**files)
    newest_page, earlier = page(made, "/emner/data/"), page(made, "/emner/data/2025/")
    assert 'href="/emner/data/2025/"' in newest_page and "Gammelt" not in newest_page
    assert "Gammelt" in earlier and 'href="/moeder/2025-03-13-nord-politisk/#punkt-1"' in earlier
    assert "emner/data/2026/index.html" not in made.plan


def test_a_decision_is_cut_between_words() -> None:
    found = short(f"<p>{'ord ' * 100}</p>")
    assert len(found) <= LONGEST + 2 and found.endswith("ord\u00a0…")
    assert short("<p>Niveauet aftalte:</p>\n<ol>\n<li>a</li>\n<li>b.</li>\n<li>c</li>\n</ol>") == "Niveauet aftalte: a; b. c"
    assert short("<p>Godkendt.</p><p>Mere</p>") == "Godkendt."
    assert short("<ul><li>&lt;a&gt;</li><li>b</li></ul>") == "<a>; b"


@given(st.text())
def test_plain_words_hold_no_markup(text: str) -> None:
    assert plain(f"<p>{text.replace('&', '').replace('<', '').replace('>', '')}</p><br>").count("<") == 0
    assert len(short(f"<p>{text.replace('<', '&lt;')}</p>")) <= LONGEST + 2


@given(st.lists(st.integers(2000, 2030)))
def test_whole_years_are_shown_until_there_are_enough(found: list[int]) -> None:
    parted = by_year(found, lambda year: year)
    shown = newest(parted)
    assert shown == parted[: len(shown)], "the newest years"
    assert sum(len(own) for _, own in shown[:-1]) < ENOUGH
    assert len(shown) == len(parted) or sum(len(own) for _, own in shown) >= ENOUGH


def test_the_letter_of_a_name() -> None:
    assert [letter(name) for name in ("aften", "Aalborg", "åben", "Ærø", "ökonomi", "økonomi", "É", "1. maj", "")] == [
        *"AÅÅÆØØE",
        "#",
        "#",
    ]

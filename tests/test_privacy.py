"""Personal numbers: found in every form, masked, and not seen in telephone numbers, case numbers or dates.

Every number here is a replacement number (the day is 61 to 91), which no person has.
"""

import os
import random
import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import privacy
from sitegen.privacy import NEAR, NUMBER, SEPARATOR, WEIGHTS, find, masked

LONG = bool(os.environ.get("SITEGEN_LONG"))
COUNT = 100_000 if LONG else 5_000
EXAMPLES = settings(max_examples=3000 if LONG else 300, deadline=None)

LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SEPARATORS = [
    "-",
    " ",
    "\t",
    ".",
    "\u00a0",  # non-breaking space
    "\u202f",  # narrow non-breaking space
    "\u2009",  # thin space
    "\u200b",  # zero-width space
    "\u200d",  # zero-width joiner
    "\u2060",  # word joiner
    "\u00ad",  # soft hyphen
    "\u2010",
    "\u2011",  # non-breaking hyphen
    "\u2012",
    "\u2013",  # en dash
    "\u2014",
    "\u2212",  # minus
    " - ",
    " – ",
    "- ",
    " -",
    "\u00a0-\u00a0",
    "  ",
    "\\-",  # an escaped hyphen is a hyphen on the page
    "&nbsp;",
    "&#160;",
    "&ndash;",
    " &ndash; ",
]


@st.composite
def replacement_numbers(draw: st.DrawFn) -> str:
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, LENGTHS[month - 1]))
    year = draw(st.integers(0, 99).filter(lambda y: (day, month) != (29, 2) or y % 4 == 0))
    return f"{day + 60}{month:02}{year:02}{draw(st.integers(0, 9999)):04}"


def passes(digits: str) -> bool:
    return sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11 == 0


@pytest.mark.parametrize("separator", SEPARATORS, ids=lambda text: "-".join(f"{ord(c):04x}" for c in text))
def test_a_separated_number_is_certain(separator: str) -> None:
    text = f"Borger 610160{separator}0001 var til stede"
    (found,) = find(text)
    assert (found.digits, found.certain) == ("6101600001", True)
    assert text[found.start : found.end] == f"610160{separator}0001"


@EXAMPLES
@given(
    replacement_numbers(),
    st.sampled_from([*SEPARATORS, ""]),
    st.text("abcæøå ,;()[]*_|\n\t\"'/", max_size=50),
    st.text("abcæøå ,;()[]*_|\n\t\"'/!?", max_size=50),
)
def test_every_number_is_found_where_it_stands(digits: str, separator: str, before: str, after: str) -> None:
    written = digits[:6] + separator + digits[6:]
    (found,) = find(before + written + after)
    assert (found.start, found.end, found.digits) == (len(before), len(before) + len(written), digits)
    assert found.certain or (not separator and not passes(digits))
    assert found.masked == f"{digits[:2]}••••-••••"
    assert sum(c.isdigit() for c in found.masked) == 2


@EXAMPLES
@given(
    st.lists(st.tuples(replacement_numbers(), st.sampled_from(["-", " ", "–", ""])), max_size=6),
    st.sampled_from([*list(",;/\n|"), ", "]),
)
def test_numbers_in_a_row_are_all_found(numbers: list[tuple[str, str]], between: str) -> None:
    text = between.join(digits[:6] + separator + digits[6:] for digits, separator in numbers)
    assert [n.digits for n in find(text)] == [digits for digits, _ in numbers]


@EXAMPLES
@given(replacement_numbers())
def test_a_run_of_ten_digits_is_never_passed_over(digits: str) -> None:
    (found,) = find(f"Nummer {digits}.")
    assert found.certain == passes(digits)


@pytest.mark.parametrize("word", ["CPR", "cpr-nr.", "Personnummer", "personnr", "P-nr", "p.nr.", "fødselsnummer"])
def test_a_word_nearby_makes_a_run_certain(word: str) -> None:
    run = "6101600002"
    assert not passes(run)
    assert [n.certain for n in find(f"Nummer {run}.")] == [False]
    assert [n.certain for n in find(f"{word} {run}")] == [True]
    assert [n.certain for n in find(f"{run} ({word})")] == [True]
    assert [n.certain for n in find(f"{word}{'.' + ' ' * NEAR}{run}")] == [False]


@pytest.mark.parametrize("day, month, year", [(0, 1, 60), (60, 1, 60), (92, 1, 60), (99, 1, 60), (61, 0, 60), (61, 13, 60)])
def test_a_date_that_does_not_exist_is_no_number(day: int, month: int, year: int) -> None:
    assert find(f"{day:02}{month:02}{year:02}-0001") == []


def test_the_ends_of_the_months() -> None:
    for month, length in enumerate(LENGTHS, 1):
        assert find(f"{60 + length}{month:02}60-0001"), month
        assert (60 + length + 1 > 91) or not find(f"{60 + length + 1}{month:02}60-0001"), month
    assert find("890200-0001")  # 2000 had a 29 February
    assert find("890204-0001")
    assert not find("890201-0001")


@pytest.mark.parametrize(
    "text",
    [
        "1-01-72-30-17",
        "EMN-2025-010561",
        "00.22.02-G01-31-18",
        "2025-610160-0001",
        "29.03.00-A00-5-24",
        "12.03.2026 15:00-17:00",
        "2026-03-12T15:00",
        "20260312 1500",
        "120326 15:00",
        "+45 61 01 60 00",
        "61016000",
        "CVR 29190941",
        "EAN 5798003610160",
        "5798 0036 10160",
        "61016000019",
        "16101600001",
        "610160-00012",
        "610160-0001-2",
        "61.01.60",
        "6101600,0001",
        "610160\n\n\n\n0001",
    ],
)
def test_what_is_no_personal_number(text: str) -> None:
    assert find(text) == []


def test_no_false_alarm_among_many() -> None:
    """Telephone, CVR, EAN, case numbers, amounts, dates with times: none has six and four digits that form a date."""
    chance = random.Random(20261112)

    def digits(count: int) -> str:
        return "".join(chance.choices(string.digits, k=count))

    def pairs(text: str) -> str:
        return " ".join(text[i : i + 2] for i in range(0, len(text), 2))

    def day() -> tuple[int, int, int]:
        return chance.randint(1, 31), chance.randint(1, 12), chance.randint(2019, 2030)

    def dated() -> str:
        d, m, y = day()
        hour, minute = chance.randint(0, 23), chance.randint(0, 59)
        return chance.choice(
            [
                f"{d:02}.{m:02}.{y} kl. {hour:02}.{minute:02}",
                f"{d:02}-{m:02}-{y} {hour:02}:{minute:02}",
                f"{y}-{m:02}-{d:02}T{hour:02}:{minute:02}",
                f"{y}{m:02}{d:02}-{hour:02}{minute:02}",
                f"{d}/{m} {y} {hour:02}.{minute:02}",
                f"{d:02}{m:02}{y % 100:02} kl. {hour:02}{minute:02}",
                f"{d:02}{m:02}{y % 100:02} {hour:02}:{minute:02}",
            ]
        )

    makers = [
        lambda: digits(8),
        lambda: pairs(digits(8)),
        lambda: f"{digits(4)} {digits(4)}",
        lambda: f"+45 {pairs(digits(8))}",
        lambda: f"+45{digits(8)}",
        lambda: f"0045 {digits(8)}",
        lambda: f"CVR-nr. {digits(8)}",
        lambda: f"57980{digits(8)}",
        lambda: f"5798 {digits(3)} {digits(3)} {digits(3)}",
        lambda: f"{digits(1)}-{digits(2)}-{digits(2)}-{digits(2)}-{digits(2)}",
        lambda: f"EMN-{chance.randint(2019, 2030)}-{digits(6)}",
        lambda: f"{digits(2)}.{digits(2)}.{digits(2)}-G{digits(2)}-{digits(2)}-{digits(2)}",
        lambda: f"{chance.randint(2019, 2030)}-{digits(6)}-{digits(4)}",
        lambda: f"{digits(3)}.{digits(3)}.{digits(3)},{digits(2)} kr.",
        lambda: f"{digits(4)} {digits(7)}",
        dated,
    ]
    for _ in range(COUNT):
        text = f"{chance.choice(['', 'Sag ', '(', 'Tlf. '])}{chance.choice(makers)()}{chance.choice(['', '.', ')', ', ', ' og'])}"
        assert find(text) == [], text


@EXAMPLES
@given(st.text("0123456789-. /:cpr\u00a0–", max_size=60))
def test_what_is_found_is_what_stands_there(text: str) -> None:
    last = 0
    for number in find(text):
        assert last <= number.start < number.end <= len(text)
        last = number.end
        assert "".join(c for c in text[number.start : number.end] if c.isdigit()) == number.digits
        assert len(number.digits) == 10
        assert number.start == 0 or not text[number.start - 1].isdigit()
        assert number.end == len(text) or not text[number.end].isdigit()


@EXAMPLES
@given(st.lists(replacement_numbers(), max_size=4), st.sampled_from(["-", " ", ""]))
def test_a_masked_text_shows_two_digits_of_a_number_and_everything_else(numbers: list[str], separator: str) -> None:
    text = "Sag 7: " + ", ".join(n[:6] + separator + n[6:] for n in numbers) + "."
    assert masked(text) == "Sag 7: " + ", ".join(f"{n[:2]}••••-••••" for n in numbers) + "."
    assert find(masked(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("610160-\n0001", "610160\n0001", "610160_0001", "610160-**0001**", "se https://x.dk/610160-0001"),
        *("610160 -- 0001", "_610160_ - _0001_", "cpr-nr. 61.01.60.0001"),
    ],
)
def test_a_number_that_is_broken_or_dressed_up_is_found(text: str) -> None:
    assert [(n.digits, n.certain) for n in find(text)] == [("6101600001", True)]


@pytest.mark.parametrize(
    "text, certain",
    [
        ("cpr: 61.01.1960-0001", [False]),
        ("cpr: 61-01-1960 – 0001", [False]),
        *((text, []) for text in ("61.01.1960-0001", "cpr: 01.01.2026 1530", "cpr 12.03.26. 2500 kr.", "61.01.60.0001")),
    ],
)
def test_a_date_with_its_century_takes_a_word_and_a_dash_and_is_a_question(text: str, certain: list[bool]) -> None:
    assert [number.certain for number in find(text)] == certain


MARKS = st.lists(st.sampled_from(["", "*", "**", "~~", "`", "\\", "\u00ad", "\u200b", "\u2060"]), min_size=10, max_size=10)


@given(MARKS, st.sampled_from(["", "-", " ", " - "]))
def test_marks_that_nobody_sees_hide_no_number(marks: list[str], separator: str) -> None:
    shown = "".join(digit + mark for digit, mark in zip("6101600001", marks, strict=True))
    six = len("".join(digit + mark for digit, mark in zip("610160", marks, strict=False)))
    text = f"Sag 7: {shown[:six]}{separator}{shown[six:]}."
    assert [number.digits for number in find(text)] == ["6101600001"]
    assert "0001" not in masked(text) and masked(text).startswith("Sag 7: 61")


def test_two_numbers_joined_by_a_hyphen_are_two() -> None:
    assert [n.digits for n in find("610160-0001-620281-0002")] == ["6101600001", "6202810002"]


def test_a_run_in_a_web_address_is_not_certain_unless_a_word_says_so() -> None:
    passing = next(run for run in (f"610160{n:04}" for n in range(1, 10_000)) if find(run)[0].certain)
    assert [n.certain for n in find(f"https://example.org/issues/1#issuecomment-{passing}")] == [False]
    assert [n.certain for n in find(f"https://example.org/?cpr={passing}")] == [True]


PLAIN = re.compile(  # the pattern as one would write it, what may not stand before the number first
    r"(?<!\d)(?<!\d[.:])(?<!\b\d-)(?<!\b\d\d-)(?<!\b\d\d\d-)(?<!\b19\d\d-)(?<!\b20\d\d-)(\d{2})(\d{2})(\d{2})"
    rf"({SEPARATOR})(\d{{4}})(?![.:]?\d)(?!-\d{{1,3}}\b)"
)


@EXAMPLES
@given(
    st.lists(
        st.sampled_from([*"0129", *"-.: \nax", "19", "20", "6101", "610120", "-1234", "&nbsp;", "\u00a0", "\u0661"]), max_size=30
    )
)
def test_the_faster_pattern_finds_what_the_plain_one_does(parts: list[str]) -> None:
    text = "".join(parts)
    for known in (text, f"610120-1234{text}", f"{text}610120-1234"):
        assert [m.span() + m.groups() for m in NUMBER.finditer(known)] == [m.span() + m.groups() for m in PLAIN.finditer(known)]


# What numbers are made of and hidden with, and what only looks like it.
HIDES = re.split(
    "¦",
    "0¦1¦2¦01¦12¦31¦61¦24¦1234¦610161¦6101611234¦2024-10-31¦18¦20¦-¦-¦/¦.¦ ¦ ¦\n¦\t¦&nbsp;¦&#45;¦&#48;¦"
    "&¦%20¦%30¦%D9%A1¦*¦**¦[¦]¦](x)¦](http://a/6101-61)¦<br>¦<!-- x -->¦<!--¦\\¦_¦a¦ø¦cpr ¦\u00ad¦\u2013¦\u00a0¦"
    "\u200b¦٣¦>¦<¦|¦+¦:¦~¦`¦🙂",
)


def test_nothing_is_left_out_by_what_is_asked_first() -> None:
    chance, held = random.Random(11), 0
    for _ in range(COUNT * 4):
        text = "".join(chance.choices(HIDES, k=chance.randrange(1, 14)))
        if privacy._found(text):
            held += 1
            assert privacy._may_hold(text), text
    assert held > COUNT // 10


@pytest.mark.parametrize(
    "text", ["", "mødet den 2024-10-31 kl. 12.30", "sagsnr. 2025-010561\n", "Beløb: 721.107", "2026-01-05-nord-03-12"]
)
def test_what_stands_in_every_text_is_not_searched_for_long(text: str) -> None:
    assert not privacy._may_hold(text)


def test_half_a_letter_is_no_error() -> None:
    assert find("\ud800 a 1") == [] and len(find("\ud800 610161-1234")) == 1

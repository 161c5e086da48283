"""Danish words: slugs, the order of the alphabet, dates and times as they are read."""

import os
import re
import unicodedata
from datetime import date, time

import pytest
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.danish import clock, date_short, date_words, slug, sort_key

EXAMPLES = settings(max_examples=5000 if os.environ.get("SITEGEN_LONG") else 300, deadline=None)
DANISH = st.text("abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅéüöä -.,/0123456789", max_size=30)


@pytest.mark.parametrize(
    "name, address",
    [
        ("Brønderslev Kommune", "broenderslev-kommune"),
        ("Læsø", "laesoe"),
        ("Ålborg", "aalborg"),
        ("A\u030alborg", "aalborg"),
        ("Mødefrekvens og form", "moedefrekvens-og-form"),
        ("  § 5, stk. 2: Økonomi  ", "5-stk-2-oekonomi"),
        ("Café Müller", "cafe-myller"),
        ("Þórður", "thordur"),
        ("x\u00b2", "x2"),
        ("–", ""),
        ("日本", ""),
        ("\U0001d63cftale", "aftale"),  # pasted from where letters are dressed up
    ],
)
def test_slugs(name: str, address: str) -> None:
    assert slug(name) == address


def test_a_slug_fits_on_a_disk_and_tells_long_names_apart() -> None:
    one, other = slug("møde " * 100 + "a"), slug("møde " * 100 + "b")
    assert one != other and len(one) == len(other) == 150 and one.startswith("moede-moede-")
    assert slug(one) == one, "an address is made of a slug as of a name"
    assert slug("x" * 150) == "x" * 150


@EXAMPLES
@given(st.text(max_size=40))
def test_a_slug_is_an_id_and_its_own_slug(name: str) -> None:
    address = slug(name)
    assert address == "" or re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", address)
    assert slug(address) == address
    assert slug(unicodedata.normalize("NFD", name)) == slug(unicodedata.normalize("NFC", name))


def test_the_order_of_the_alphabet() -> None:
    names = ["Vesthimmerland", "Hjørring", "Aalborg", "Ærø", "Ørsted", "Ålborg", "Brønderslev", "Zealand", "aarhus", "Århus"]
    assert sorted(names, key=sort_key) == [
        "Brønderslev",
        "Hjørring",
        "Vesthimmerland",
        "Zealand",
        "Ærø",
        "Ørsted",
        "Aalborg",
        "Ålborg",
        "aarhus",
        "Århus",
    ]


def test_accents_and_signs_do_not_part_what_belongs_together() -> None:
    assert sorted(["Idrætten", "Idé", "Ide B", "Ide A"], key=sort_key) == ["Idé", "Ide A", "Ide B", "Idrætten"]
    assert sort_key("Müller")[0] == sort_key("Myller")[0]
    assert sort_key("PLO-Nordjylland")[0] == sort_key("PLONordjylland")[0]


@EXAMPLES
@given(DANISH, DANISH)
def test_the_order_is_by_letters_first(one: str, other: str) -> None:
    letters = "0123456789abcdefghijklmnopqrstuvwxyzæøå"

    def places(name: str) -> list[int]:
        plain = name.lower().replace("aa", "å").translate(str.maketrans("éüöä", "eyøæ"))
        return [letters.index(c) if c != " " else -1 for c in plain if c == " " or c in letters]

    if places(one) < places(other):
        assert sort_key(one) < sort_key(other)
    assert (sort_key(one) == sort_key(other)) == (one == other)


@EXAMPLES
@given(st.text(max_size=30))
def test_every_name_has_a_key(name: str) -> None:
    assert sort_key(name)[1] == name
    assert sort_key(unicodedata.normalize("NFD", name))[0] == sort_key(name)[0]


def test_dates_in_words() -> None:
    assert date_words(date(2025, 10, 1)) == "onsdag den 1. oktober 2025"
    assert date_words(date(2025, 10, 1), weekday=False) == "1. oktober 2025"
    assert date_words(date(2026, 3, 5), weekday=False, language="en") == "5 March 2026"
    assert date_words(date(2026, 3, 5), language="en") == "Thursday 5 March 2026"


@given(st.dates())
def test_any_date_in_words(day: date) -> None:
    assert date_words(day, weekday=False) == format_date(day, "d. MMMM y", locale="da_DK")
    assert date_words(day) == format_date(day, "EEEE 'den' d. MMMM y", locale="da_DK")


def test_short_dates_and_times() -> None:
    assert date_short(date(2025, 10, 1)) == "01.10.2025"
    assert clock(time(9, 5)) == "09.05"
    assert clock(time(15, 45, 59)) == "15.45"

"""Where a personal number begins and ends in what is written, and what stands before it and keeps nothing from being found."""

import pytest

from sitegen.privacy import _is_date, find

# All of them are replacement numbers: their day is 61.


@pytest.mark.parametrize(
    "text, written",
    [
        ("Se **her**: 6%31%30160-0001.", "6%31%30160-0001"),  # marks that hide nothing, before those that do
        ("https://x.dk/?q=%36%31%30160-0001 ok", "%36%31%30160-0001"),
        ("Sag &#54;10160-0001.", "&#54;10160-0001"),
        ("se 61**01**60-0001, ja", "61**01**60-0001"),
        ("x 6101\u200b60-00\u00ad01 y", "6101\u200b60-00\u00ad01"),
        ("[6101](x)60-0001.", "6101](x)60-0001"),
        ("999999-0001 og 610160-0001", "610160-0001"),
    ],
)
def test_a_number_is_masked_from_its_first_sign_to_its_last(text: str, written: str) -> None:
    assert [(n.digits, text[n.start : n.end], n.certain) for n in find(text)] == [("6101600001", written, True)]


@pytest.mark.parametrize(
    "text, certain",
    [
        ("61-01-60-0001", False),
        ("61.01.60-0001", False),
        ("61/01/60-0001", False),
        ("61 01 60-0001", False),
        ("99-99-99-0001 og 61-01-60-0001", False),
        ("99.99.99-0001, 61.01.60-0001", False),
        ("cpr 61 01 60 0001", True),
        ("CPR: 61.01.60 0001", True),
        ("cpr 61-01-60-0001", True),
    ],
)
def test_a_date_in_pairs_is_certain_only_where_a_word_says_so(text: str, certain: bool) -> None:
    assert [(n.digits, n.certain) for n in find(text)] == [("6101600001", certain)]


@pytest.mark.parametrize(
    "text",
    [
        "61 01 60 0001",  # a telephone and something more
        "5 61 01 60-0001",
        "Tlf. 45 61 01 60-0001",
        "12-03-26-1530",  # a day and a time
        "0a1b6101600001c2d3e4f5a6b7c8",  # what a program made up: before it, behind it, within it
        "6101600001abcdefabcdef",
        "abcdefabcdef6101600001",
        "cpr 0a1b6101600001c2d3e4f5a6b7c8",
    ],
)
def test_what_looks_like_a_number_and_is_none(text: str) -> None:
    assert find(text) == []


def test_what_a_program_made_up_keeps_no_number_beside_it_from_being_found() -> None:
    assert [n.digits for n in find("0a1b6101600001c2d3e4f5a6b7c8 og 610160-0001")] == ["6101600001"]


def test_an_address_speaks_only_of_the_run_that_is_part_of_it() -> None:
    run = "6101600007"  # passes modulus 11
    assert [n.certain for n in find(f"{run} https://x.dk")] == [True]
    assert [n.certain for n in find(f"https://x.dk/{run}")] == [False]


@pytest.mark.parametrize(
    "day, month, year, there",
    [
        (31, 12, 99, True),
        (32, 1, 60, False),
        (60, 1, 60, False),
        (61, 1, 60, True),
        (91, 1, 60, True),
        (92, 1, 60, False),
        (29, 2, 0, True),
        (89, 2, 4, True),
        (89, 2, 1, False),
    ],
)
def test_a_day_of_a_personal_number_is_a_day_of_some_century(day: int, month: int, year: int, there: bool) -> None:
    assert _is_date(day, month, year) is there

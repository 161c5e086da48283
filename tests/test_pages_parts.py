"""The site map in parts: the same pages in the same order, however the parts are made, and nothing before it is asked for."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import pages
from sitegen.pages import PageSpec
from sitegen.pages.index import Index
from tests.support import laid_out, site

YEARS = {
    f"content/meetings/{year}.yml": "meetings:\n"
    + "".join(f"  - {{body: nord-politisk, date: {year}-{month:02}-05}}\n" for month in range(1, 13))
    for year in range(2018, 2028)
}


def index() -> Index:
    return laid_out(site(**YEARS), date(2026, 11, 22))


FOUND = index()
WHOLE = [spec.address for spec in pages.site_map(FOUND)]


def test_all_the_parts_together_are_the_whole() -> None:
    assert len(WHOLE) == len(set(WHOLE)) > 150
    assert {"/", "/moeder/2018-01-05-nord-politisk/", "/frister/2020/", "/fora/nord-politisk/2019/", "/404.html"} <= set(WHOLE)
    assert [spec.address for part in pages.parts(FOUND) for spec in part] == WHOLE


@settings(max_examples=10)
@given(st.randoms(use_true_random=False), st.integers(1, 200))
def test_parts_can_be_made_in_any_order(random: Random, few: int) -> None:
    parts = pages.parts(FOUND, few=few)
    order = list(range(len(parts)))
    random.shuffle(order)
    made = {place: [spec.address for spec in parts[place]] for place in order}
    assert [address for place in range(len(parts)) for address in made[place]] == WHOLE


def test_parts_can_be_made_a_page_of_each_at_a_time() -> None:
    together = list(zip_longest(*pages.parts(FOUND, few=1)))
    assert sorted(spec.address for row in together for spec in row if spec) == sorted(WHOLE)


def test_what_nobody_asks_for_is_not_made() -> None:
    def broken(found: Index) -> Iterator[PageSpec]:
        yield from ()
        raise AssertionError

    parts = pages.parts(FOUND, broken)
    assert next(parts[0]).address == "/"


def test_meetings_come_so_many_to_a_part() -> None:
    sizes = [sum(spec.template == "moede.html.j2" for spec in part) for part in pages.parts(FOUND, few=50)]
    assert [size for size in sizes if size] == [50, 50, 20]

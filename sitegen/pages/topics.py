"""The pages of topics: which there are, and the items of each, newest first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.danish import letter, slug, sort_key
from sitegen.model import JoinedItem, Meeting
from sitegen.pages import addresses, outcomes, years
from sitegen.pages.index import Index, group, topics_of
from sitegen.pages.outcomes import Outcome
from sitegen.pages.spec import Head, PageSpec, page
from sitegen.pages.words import upper_first

TOPICS = ("/emner/", "Emner")
MANY = 40  # from so many topics on, the list is parted by letter
RELATED = 8  # topics that are named beside one, those that most often stand with it
Items = Sequence[tuple[Meeting, JoinedItem]]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic in the list: its name, where it stands, how many items it has, and the day of the latest and the next."""

    name: str
    address: str
    number: int
    latest: date | None
    coming: date | None


def lists(index: Index) -> Iterator[PageSpec]:
    """Yield the list of topics."""
    found = sorted((_topic(index, name) for name in index.topics), key=lambda topic: sort_key(topic.name))
    letters = list(group((letter(topic.name), topic) for topic in found).items()) if len(found) >= MANY else [("", tuple(found))]
    head = Head("Emner", "De emner, som punkterne på dagsordener og i referater handler om.", "/emner/", (), "/emner/")
    yield page("emner", head, letters=letters, total=len(found))


def _topic(index: Index, name: str) -> Topic:
    days = [meeting.first for meeting, _ in index.topics[name] if not meeting.cancelled]
    return Topic(
        upper_first(index.topic_names[name]),
        addresses.topic(name),
        len(index.topics[name]),
        max((day for day in days if day <= index.today), default=None),
        min((day for day in days if day > index.today), default=None),
    )


def each(index: Index, name: str) -> Iterator[PageSpec]:
    """Yield a topic's page and one for each of its years that has no room there."""
    items = index.topics[name]
    found = [outcomes.of(index, meeting, joint) for meeting, joint in items]
    coming = [one for one in found if one.coming(index.today)]
    behind = years.newest_first((one for one in found if not one.coming(index.today)), lambda one: one.meeting)
    past = years.by_year(behind, lambda one: one.year)
    shown = years.newest(past)
    earlier = [(year, f"{addresses.topic(name)}{year}/", len(own)) for year, own in past[len(shown) :]]
    title = upper_first(index.topic_names[name])
    description = f"Punkter om {index.topic_names[name]} på dagsordener og i referater, nyeste først."
    head = Head(title, description, addresses.topic(name), (TOPICS,), "/emner/")
    yield page("emne", head, coming=coming, years=shown, earlier=earlier, related=_related(index, name, items), total=len(found))
    for year, own in past[len(shown) :]:
        yield _year(title, addresses.topic(name), year, own)


def _year(title: str, address: str, year: int, own: Sequence[Outcome]) -> PageSpec:
    name = f"{title} i {year}"
    head = Head(
        name, f"{name}: punkter på dagsordener og i referater.", f"{address}{year}/", (TOPICS, (address, title)), "/emner/"
    )
    return page("emne_aar", head, year=year, found=own)


def _related(index: Index, name: str, items: Items) -> list[tuple[str, str, int]]:
    """Return the topics that stand most often with one: name, address, and at how many items."""
    beside = Counter(other for _, joint in items for topic in topics_of(joint) if (other := slug(topic)) != name)
    most = sorted(beside.items(), key=lambda pair: (-pair[1], sort_key(index.topic_names[pair[0]])))[:RELATED]
    return [(upper_first(index.topic_names[other]), addresses.topic(other), number) for other, number in most]

"""Where the pages stand of what has no address in the model: clusters, parties, topics and cases."""

from sitegen.danish import slug
from sitegen.model import Site


def absolute(site: Site, address: str) -> str:
    """Return an address as it is from outside: with the server, and the folder that the site stands in."""
    return site.file.base_url + address.lstrip("/")


def cluster(name: str) -> str:
    """Return the address of a cluster's page, by its id."""
    return f"/klynger/{name}/"


def party(name: str) -> str:
    """Return the address of a party's page, by its id."""
    return f"/parter/{name}/"


def topic(text: str) -> str:
    """Return the address of a topic's page, by its name or slug."""
    return f"/emner/{slug(text)}/"


def case(text: str) -> str:
    """Return the address of a case's page, by its name."""
    return f"/sager/{slug(text)}/"


Alternate = tuple[str, str, str]  # media type, address and title


def feed(address: str, title: str) -> Alternate:
    """Return the feed of news that belongs to a page."""
    return "application/atom+xml", f"{address}feed.xml", title


def calendar(address: str, title: str, name: str = "kalender.ics") -> Alternate:
    """Return the calendar of meetings that belongs to a page."""
    return "text/calendar", f"{address}{name}", title


def of_both(address: str, name: str) -> tuple[Alternate, Alternate]:
    """Return the feed and the calendar of the site, a cluster or a body."""
    return feed(address, f"Dagsordener og referater: {name}"), calendar(address, f"Møder: {name}")

"""OParl's File, Paper and Consultation: the papers of meetings, and the cases that meetings take up.

An agenda and minutes are Files, whose own pages are where to read them; so is what they name. A Paper is a case, and a
Consultation the item under which a meeting took it up. A closed item belongs to no case here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sitegen.feeds.content import document_id, url
from sitegen.feeds.items import rulings, told
from sitegen.feeds.oparl.organisations import organization, party
from sitegen.feeds.oparl.things import BODY, Text, Thing, address, array, days, file, identified, pages
from sitegen.model import Attachment, Document, JoinedItem, Meeting
from sitegen.pages import addresses, words
from sitegen.pages.index import Index, topics_of
from sitegen.pages.media import MEDIA_TYPES

CASE = "Sag"


@dataclass(frozen=True, slots=True)
class Files:
    """The Files of all meetings by path, what uses each, and which are a document, or named by an item or by none."""

    inner: dict[str, Text] = field(default_factory=dict)
    used: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # by path and property, the ids of what uses it
    documents: dict[str, Text] = field(default_factory=dict)  # by the document's id
    annexes: dict[tuple[str, str], dict[str, Text]] = field(default_factory=dict)  # by meeting and anchor, "" for none; by path
    spans: dict[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # when a meeting's documents were made and changed, by its id

    def add(self, path: str, inner: Text, name: str, user: str) -> None:
        """Keep a File, the first of its path, and what uses it."""
        self.inner.setdefault(path, inner)
        users = self.used.setdefault(path, {}).setdefault(name, [])
        if user not in users:
            users.append(user)

    def things(self) -> Iterator[Thing]:
        """Yield the Files."""
        return (Thing(path, inner, self.used[path]) for path, inner in self.inner.items())


def files(index: Index, known: Files) -> Iterator[tuple[str, bytes]]:
    """Yield the files of cases, of where they were taken up and of papers, and of the lists of all three."""
    found = list(cases(index, known))
    for folder, things in (
        ("paper", [paper for paper, _ in found]),
        ("consultation", [thing for _, consulted in found for thing in consulted]),
        ("file", list(known.things())),
    ):
        texts = [thing.whole for thing in things]
        yield from (file(thing.path, text) for thing, text in zip(things, texts, strict=True))
        yield from pages(index, folder, texts, len(texts))


def item_path(meeting: Meeting, joint: JoinedItem) -> str:
    """Return the path of an AgendaItem, within the folder of its kind."""
    return f"{meeting.id}/{joint.anchor}"


def span(index: Index, documents: Iterable[Document], *paths: str) -> Mapping[str, str]:
    """Return when what documents say was made and last changed, with more files that say it."""
    found = list(documents)
    known = [day for one in found for day in (one.sent, one.published, *(c.date for c in one.meta.corrections))]
    return days(index, [*paths, *(document.path for document in found)], known)


def gather(index: Index) -> Files:
    """Return the Files of all meetings."""
    files = Files()
    for meeting in index.site.meetings:
        joined = {joint.anchor: joint for joint in index.items[meeting.id]}
        own = address(index, f"meeting/{meeting.id}")
        files.spans[meeting.id] = span(index, meeting.documents)
        for document in meeting.documents:
            name = document_id(document)
            files.documents[name] = _document(index, meeting, document)
            files.add(f"file/{name}", files.documents[name], "meeting", own)
            for text, attachment, place in document.attachments:
                anchor = "" if place is None else document.items[place].anchor
                path = f"file{attachment.address}"
                inner = files.inner.get(path) or _attachment(index, document, text, attachment)
                if anchor in joined and not joined[anchor].closed:
                    files.add(path, inner, "agendaItem", address(index, f"agenda-item/{item_path(meeting, joined[anchor])}"))
                elif not anchor:
                    files.add(path, inner, "meeting", own)
                else:
                    continue
                files.annexes.setdefault((meeting.id, anchor), {})[path] = inner
    return files


def _document(index: Index, meeting: Meeting, document: Document) -> Text:
    return identified(
        index,
        "File",
        f"file/{document_id(document)}",
        span(index, [document]),
        name=words.document_title(meeting, document),
        mimeType="text/html",
        date=document.dated and document.dated.isoformat(),
        accessUrl=url(index, document.address),
        web=url(index, document.address),
    )


def _attachment(index: Index, document: Document, text: str, attachment: Attachment) -> Text:
    return identified(
        index,
        "File",
        f"file{attachment.address}",
        span(index, [document]),
        name=text or attachment.name.rpartition(".")[0],
        fileName=attachment.name,
        mimeType=MEDIA_TYPES.get(attachment.kind),
        date=document.dated and document.dated.isoformat(),
        size=attachment.size,
        accessUrl=url(index, attachment.address),
    )


def cases(index: Index, files: Files) -> Iterator[tuple[Thing, list[Thing]]]:
    """Yield a Paper for each case with open items, with its Consultations."""
    for case, steps in index.cases.items():
        found = [(meeting, joint) for meeting, joint in steps if not joint.closed]
        if found:
            path = f"paper/{case}"
            consulted = [_consultation(index, meeting, joint, path, files) for meeting, joint in found]
            yield _paper(index, case, path, found, consulted, files), consulted


def _paper(
    index: Index, case: str, path: str, steps: list[tuple[Meeting, JoinedItem]], consulted: list[Thing], files: Files
) -> Thing:
    own = address(index, path)
    annexes = {}
    for meeting, joint in steps:
        for place, inner in files.annexes.get((meeting.id, joint.anchor), {}).items():
            annexes[place] = inner
            files.add(place, inner, "paper", own)
    fields = [item for _, joint in reversed(steps) for item in told(joint)]
    proposers = [item.field("proposer") for item in reversed(fields)]
    inner = identified(
        index,
        "Paper",
        path,
        span(index, (document for meeting, _ in steps for document in meeting.documents)),
        body=address(index, BODY),
        name=steps[0][1].item.title,
        reference=next((number for item in fields if (number := item.field("case_number"))), None),
        date=steps[0][0].first.isoformat(),
        paperType=CASE,
        auxiliaryFile=array(annexes.values()),
        originatorOrganization=list(dict.fromkeys(one for text in dict.fromkeys(proposers) for one in _originators(index, text))),
        consultation=array(thing.inner for thing in consulted),
        keyword=list(dict.fromkeys(topic for _, joint in steps for topic in topics_of(joint))),
        web=url(index, addresses.case(case)),
    )
    return Thing(path, inner)


def _originators(index: Index, text: str) -> Iterator[str]:
    yield from (organization(index, name) for part in text.split(",") if (name := part.strip()) in index.bodies)
    yield from (party(index, found.id) for found in index.parties_in(text))


def _consultation(index: Index, meeting: Meeting, joint: JoinedItem, paper: str, files: Files) -> Thing:
    path = f"consultation/{item_path(meeting, joint)}"
    inner = identified(
        index,
        "Consultation",
        path,
        files.spans[meeting.id],
        organization=[organization(index, body.id) for body in meeting.bodies],
        authoritative=bool(rulings(joint)),
        role=next((kind for item in told(joint) if (kind := item.field("type"))), None),
    )
    back = {
        "paper": address(index, paper),
        "agendaItem": address(index, f"agenda-item/{item_path(meeting, joint)}"),
        "meeting": address(index, f"meeting/{meeting.id}"),
    }
    return Thing(path, inner, back)

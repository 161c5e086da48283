"""What the files of a small, changing site may say: papers, plans, settings, templates and attachments, most of them right."""

from hypothesis import strategies as st

from tests.papers import docx, pdf, png
from tests.support import base, templates

MEETINGS = ("2026-03-12-nord-politisk", "2026-06-11-nord-politisk", "2026-09-10-arbejdsgruppe")
DAYS = ("2025-12-31", "2026-02-01", "2026-03-01", "2026-03-12", "2026-03-20", "2026-06-30", "2026-11-23", "2027-01-05")
ATTACHED = f"content/attachments/{MEETINGS[0]}"
NFC, NFD = "content/pages/ære-på.md", "content/pages/ære-pa\u030a.md"

# Of each kind two that are of one length, and say different things.
ATTACHMENTS = {
    "a.pdf": (pdf("Side et", language="da"), pdf("Side to", language="en"), pdf("Side et", "Side to"), b"%PDF-1.4\n"),
    "b.docx": (docx("Brev 12"), docx("Brev 13"), docx("Ikke til deling", language="en-GB"), b"PK\x03\x04"),
    "c.csv": (b"a;b\r\n1;2\r\n", b"a;b\r\n1;3\r\n", b"", "å;ø\n".encode("cp1252")),
    "d.png": (png(8, 8), png(9, 9), png(2, 3, b"note"), b"\x89PNG"),
}
ATTACHED_PATHS = tuple(f"{ATTACHED}/{name}" for name in ATTACHMENTS)

PARTIES = "parties:\n  - {id: hjoerring, name: Hjørring, kind: municipality}\n  - {id: laesoe, name: Læsø, kind: municipality}\n"
ORGANISATIONS = (
    base()["content/organisation.yml"]
    + b"  - {id: arbejdsgruppe, name: Arbejdsgruppen, part_of: nord-politisk, parties: [laesoe]}\n",
    base()["content/organisation.yml"].replace("Læsø Kommune".encode(), "Ærø Kommune".encode())
    + b"  - {id: arbejdsgruppe, name: Gruppen, cluster: nord, parties: [laesoe, regionen], valid_to: 2026-12-31}\n",
    f"{PARTIES}bodies:\n  - {{id: nord-politisk, name: Forum, parties: [hjoerring, laesoe]}}\n"
    "  - {id: arbejdsgruppe, name: Andre, parties: [laesoe]}\n".encode(),
)
SITE = base()["content/site.yml"]
SITES = tuple(
    SITE.replace(b"language: da", b"language: en").replace(b"proeve.example/", b"andet.example/sti/")
    if more == b"en"
    else SITE + more
    for more in (
        b"",
        b"precompress: true\n",
        b"description: En anden side\nlicence: {name: CC0, url: https://cc0.example/}\n",
        b"not_personal_numbers: [610180-1234]\n",
        b"editor: {backend: gitea, repo: x/y, app: abc}\n",
        b"reminders: {lead_days: 3}\n",
    )
)
MANDATES = tuple(
    base()["content/mandates/politisk.md"].replace(old, new)
    for old, new in (
        (b"", b""),
        (b"1 week before", b"2 weeks before"),
        (b"[nord-politisk]", b"[nord-politisk, arbejdsgruppe]"),
        (b"Et lokalt forum.", b"Et andet forum, med [om](../pages/om.md)."),
        (b"valid_from: 2019-07-01", b"valid_from: 2026-06-01\napplies_from: 2026-06-01"),
        (b"title:", b"draft: true\ntitle:"),
    )
)
TEMPLATES = {
    "templates/404.html.j2": (
        templates()["templates/404.html.j2"] + b"<!-- egen -->\n",
        templates()["templates/404.html.j2"] + b"<!-- eget -->\n",
        b"{% if %}",
    ),
    "templates/_partials/maerke.html.j2": (b"<b>et</b>\n", b"<b>to</b>\n", b"{{ findes_ikke }}\n"),
    "templates/assets/style.css": (b"a { color: red; }\n", b"a { color: tan; }\n"),
    "templates/assets/egen.css": (b"b { color: red; }\r\n", b"b { color: tan; }\n", b""),
}
NOT_OURS = {"content/noter.txt": (b"x\n",), "content/pages/.skjult.md": (b"x\n",), "content/agendas/~$ord.md": (b"x\n",)}


def paper(meeting: str, sent: str | None, extra: str, items: list[tuple[str, str]]) -> bytes:
    """An agenda or minutes of a meeting."""
    head = f"meeting: {meeting}\n" + (f"sent: {sent}\n" if sent else "") + extra
    body = "".join(f"\n## {number}. {title}\n{text}\n" for number, (title, text) in enumerate(items, 1))
    return f"---\n{head}---\nVelkommen.\n{body}".encode()


EXTRAS = ("", "draft: true\n", "published: 2026-03-01\n", "published: 2026-06-29T08:30\n", "aliases: [/gammel/]\n", "senst: x\n")
TITLES = ("Økonomi", "Fald blandt ældre", "Godkendelse af dagsorden")
TEXTS = (
    "Type: drøftelse\nEmner: ældre\nSag: fald\n\nTekst.",
    "Sag: fald\n\n### Beslutning\n\nGodkendt.\n\n- [ ] Regnskab (ansvarlig: laesoe, frist: 2026-05-01)",
    "Emner: økonomi\n\nSe [bilaget](a.pdf) og [tallene](c.csv).",
    "Lukket: forhandling\n\n### Beslutning\n\nGodkendt.",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "En borger (610180-1234).",
    "Se [siden](../pages/om.md).",
)
# What is likely comes several times: an error stops the site, and then little is learned.
usual = st.sampled_from(TEXTS[:5])
papers = st.builds(
    paper,
    st.sampled_from(MEETINGS),
    st.sampled_from((None, "2026-03-01", "2026-03-14", "2026-06-12")),
    st.sampled_from(("", "", "", *EXTRAS)),
    st.lists(st.tuples(st.sampled_from(TITLES), st.one_of(usual, usual, st.sampled_from(TEXTS))), max_size=3),
)
pages = st.builds(
    lambda title, extra, text: f"---\ntitle: {title}\n{extra}---\n{text}\n".encode(),
    st.sampled_from(("Om", "Ære", "Privatliv")),
    st.sampled_from(
        ("", "menu: 1\n", "draft: true\n", "published: 2026-06-01\n", "aliases: [/gammel/]\n", "updated: 2026-01-31\n")
    ),
    st.sampled_from(("Tekst.", "# Overskrift\n\nTekst – med tegn.", "Se [kommissoriet](../mandates/politisk.md).", "x <b>y</b>")),
)


def _plan(entries: list[str]) -> bytes:
    return ("meetings:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)).encode()


PLANNED = ("body: nord-politisk, date: 2026-03-12, start: 15:00, host: hjoerring", "body: nord-politisk, date: 2026-06-11")
FURTHER = (
    "body: arbejdsgruppe, date: 2026-09-10",
    "body: nord-politisk, date: 2026-10-01, cancelled: For få punkter",
    "body: nord-politisk, date: 2026-11-20, until: 2026-11-21, type: seminar",
    "body: arbejdsgruppe, date: 2026-12-24, waived: {agenda: Efter aftale}",
)
PLANS = tuple(
    _plan([*PLANNED, *more])
    for more in (FURTHER[:1], FURTHER[:3], FURTHER[1:2], FURTHER[::-1], (FURTHER[0], "body: nord-politisk, date: 2026-05-05"))
)
SETTINGS = {
    "content/meetings/2026.yml": PLANS,
    "content/organisation.yml": ORGANISATIONS,
    "content/site.yml": SITES,
    "content/mandates/politisk.md": MANDATES,
}
AGENDAS = tuple(f"content/agendas/{meeting}.md" for meeting in MEETINGS)
MINUTES = tuple(f"content/minutes/{meeting}.md" for meeting in MEETINGS)
PAGES = ("content/pages/om.md", "content/pages/privatliv.md", NFC)
NAMES = (
    *AGENDAS,
    *MINUTES,
    *PAGES,
    "content/pages/Om.md",
    "content/mandates/andet.md",
    NFD,
    *ATTACHED_PATHS,
    f"{ATTACHED}/A.PDF",
)


def beginning() -> dict[str, bytes]:
    """The files that every run begins with."""
    one = paper(MEETINGS[0], "2026-03-01", "", [(TITLES[0], TEXTS[2]), (TITLES[1], TEXTS[0])])
    two = paper(MEETINGS[0], "2026-03-14", "status: draft\n", [(TITLES[0], TEXTS[1])])
    attached = {f"{ATTACHED}/{name}": contents[0] for name, contents in ATTACHMENTS.items()}
    return {
        **base(),
        "content/organisation.yml": ORGANISATIONS[0],
        "content/meetings/2026.yml": PLANS[0],
        AGENDAS[0]: one,
        MINUTES[0]: two,
        PAGES[0]: b"---\ntitle: Om\nmenu: 1\n---\nTekst.\n",
        **attached,
    }


# What another project has that is like this one, and says something else.
OTHER = {
    NFC: "---\ntitle: Ære\n---\nEt andet projekt.\n".encode(),
    "content/site.yml": SITE.replace(b"language: da", b"language: en").replace(b"proeve.example/", b"andet.example/sti/"),
    ATTACHED_PATHS[0]: ATTACHMENTS["a.pdf"][1],
}

# In place of what stands around every page: short, and with what may change from build to build.
SHORT = """{% import "_partials/macros.html.j2" as m %}
<!doctype html>
<html lang="da">
<title>{{ head.title }} – {{ site.file.title }}</title>
<link rel="canonical" href="{{ site.file.base_url }}{{ head.address[1:] }}">
<link rel="stylesheet" href="{{ asset('style.css') }}">
{{ preview }} {{ today }} {% include "_partials/maerke.html.j2" %}
<main id="til_indhold">
{% block hero %}{% endblock %}
{% block here %}{{ head.title }}{% endblock %}
{% block main %}{% endblock %}
</main>
"""

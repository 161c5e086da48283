"""One page of every kind, by what it is: what the tests in the browser go through."""

CLOSED = "/moeder/2022-09-14-sundhedskoordinationsudvalget/"
MEETING = "/moeder/2026-03-12-nord-politisk/"
BODY = "/fora/nord-politisk/"

KINDS = {
    "front": "/",
    "meetings": "/moeder/",
    "meetings-year": "/moeder/2026/",
    "meeting": MEETING,
    "meeting-coming": "/moeder/2026-12-03-faellesmoede-overgang/",
    "meeting-empty": "/moeder/2027-01-20-sundhedsraad-vendsyssel/",
    "meeting-cancelled": "/moeder/2026-06-18-syd-fagligt-strategisk/",
    "meeting-moved": "/moeder/2026-03-17-vest-politisk/",
    "meeting-moved-cancelled": "/moeder/2022-11-30-sundhedskoordinationsudvalget/",
    "meeting-late": "/moeder/2026-04-23-midt-politisk/",
    "meeting-closed-item": CLOSED,
    "agenda": f"{MEETING}dagsorden/",
    "agenda-supplement": f"{CLOSED}dagsorden/",
    "minutes": f"{MEETING}referat/",
    "minutes-picture": "/moeder/2026-09-10-nord-politisk/referat/",
    "agendas": "/dagsordener/",
    "minutes-list": "/referater/",
    "clusters": "/klynger/",
    "cluster": "/klynger/nord/",
    "bodies": "/fora/",
    "body": BODY,
    "body-year": "/fora/sundhedskoordinationsudvalget/2022/",
    "body-to-come": "/fora/sundhedsraad-vendsyssel/",
    "mandates": "/kommissorier/",
    "mandate": "/kommissorier/politisk-niveau-2019/",
    "mandate-differences": "/kommissorier/strategisk-sundhedsforum-2026/forskelle/",
    "deadlines": "/frister/",
    "deadlines-year": "/frister/2022/",
    "decisions": "/beslutninger/",
    "decisions-year": "/beslutninger/2026/",
    "follow-ups": "/opfoelgning/",
    "follow-ups-year": "/opfoelgning/2026/",
    "parties": "/parter/",
    "party": "/parter/aalborg/",
    "party-year": "/parter/morsoe/2020/",
    "topics": "/emner/",
    "topic": "/emner/transport/",
    "topic-year": "/emner/den-lange-sag/2020/",
    "cases": "/sager/",
    "cases-year": "/sager/aar/2026/",
    "case": "/sager/faldforebyggelse/",
    "case-year": "/sager/den-lange-sag/fra-2020/",
    "archive": "/arkiv/",
    "search": "/soeg/",
    "calendars": "/kalender/",
    "data": "/data/",
    "page": "/om/",
    "page-everything": "/eksempler/",
    "page-contacts": "/kontakt/",
    "glossary": "/ordliste/",
    "accessibility": "/was/",
    "not-found": "/404.html",
}

# Leads elsewhere at once: it is no page that anyone reads.
REDIRECT = "/gammel/side/"
REDIRECT_TARGET = "/eksempler/"

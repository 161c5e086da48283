"""Three sites with quite other rules, stated as data: how every duty stands on several days, worked out by hand from the rules.

Each table is one site on one day. A line is a meeting: the agenda's verdict and deadline, the minutes' verdict and deadline,
then agenda and minutes on the website. Nothing in the tables comes from the program.
"""

import ast
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from sitegen.build import Build
from sitegen.diagnostics import Severity
from sitegen.judgement import Standing
from sitegen.public import public
from tests.support import ROOT, built

SITES = Path(__file__).resolve().parent / "sites"
PAPERS = ("agenda", "minutes")
CLUSTERS_END = date(2026, 12, 31)

# The council's agendas are due two days before (on a Wednesday: 5 June, when offices are closed, stands). Its minutes are due
# a week after, and for meetings from 5 March 2024 the day before the next meeting that is not cancelled: 12 April is followed
# by 24 May. The rules say nothing of a website.
RAAD = {
    # The minutes of 16 February come on the 29th: not yet there, and due by the old rule.
    "2024-02-20": """
        2023-11-10-raadet  on-time 2023-11-08  on-time 2023-11-17  no-rule no-rule
        2023-12-08-raadet  late    2023-12-06  late    2023-12-15  no-rule no-rule
        2024-01-05-raadet  on-time 2024-01-03  missing 2024-01-12  no-rule no-rule
        2024-01-19-raadet  missing 2024-01-17  on-time 2024-01-26  no-rule no-rule
        2024-02-02-raadet  on-time 2024-01-31  waived  2024-02-09  no-rule no-rule
        2024-02-16-raadet  on-time 2024-02-14  due     2024-02-23  no-rule no-rule
        2024-03-15-raadet  due     2024-03-13  due     2024-04-11  no-rule no-rule
        2024-04-12-raadet  due     2024-04-10  due     2024-05-23  no-rule no-rule
        2024-05-10-raadet  not-applicable -    not-applicable -    not-applicable not-applicable
        2024-05-24-raadet  due     2024-05-22  due     2024-06-06  no-rule no-rule
        2024-06-07-raadet  due     2024-06-05  due     2024-06-20  no-rule no-rule
        2024-06-21-raadet  due     2024-06-19  due     2024-07-04  no-rule no-rule
        2024-07-05-raadet  due     2024-07-03  due     2024-07-18  no-rule no-rule
        2024-07-19-raadet  due     2024-07-17  due     -           no-rule no-rule
    """,
    # 29 February is before the next meeting, but a meeting is judged by the rule of its own day; 11 April by the new one.
    "2024-04-20": """
        2023-11-10-raadet  on-time 2023-11-08  on-time 2023-11-17  no-rule no-rule
        2023-12-08-raadet  late    2023-12-06  late    2023-12-15  no-rule no-rule
        2024-01-05-raadet  on-time 2024-01-03  missing 2024-01-12  no-rule no-rule
        2024-01-19-raadet  missing 2024-01-17  on-time 2024-01-26  no-rule no-rule
        2024-02-02-raadet  on-time 2024-01-31  waived  2024-02-09  no-rule no-rule
        2024-02-16-raadet  on-time 2024-02-14  late    2024-02-23  no-rule no-rule
        2024-03-15-raadet  missing 2024-03-13  on-time 2024-04-11  no-rule no-rule
        2024-04-12-raadet  on-time 2024-04-10  due     2024-05-23  no-rule no-rule
        2024-05-10-raadet  not-applicable -    not-applicable -    not-applicable not-applicable
        2024-05-24-raadet  due     2024-05-22  due     2024-06-06  no-rule no-rule
        2024-06-07-raadet  due     2024-06-05  due     2024-06-20  no-rule no-rule
        2024-06-21-raadet  due     2024-06-19  due     2024-07-04  no-rule no-rule
        2024-07-05-raadet  due     2024-07-03  due     2024-07-18  no-rule no-rule
        2024-07-19-raadet  due     2024-07-17  due     -           no-rule no-rule
    """,
    "2024-07-01": """
        2023-11-10-raadet  on-time 2023-11-08  on-time 2023-11-17  no-rule no-rule
        2023-12-08-raadet  late    2023-12-06  late    2023-12-15  no-rule no-rule
        2024-01-05-raadet  on-time 2024-01-03  missing 2024-01-12  no-rule no-rule
        2024-01-19-raadet  missing 2024-01-17  on-time 2024-01-26  no-rule no-rule
        2024-02-02-raadet  on-time 2024-01-31  waived  2024-02-09  no-rule no-rule
        2024-02-16-raadet  on-time 2024-02-14  late    2024-02-23  no-rule no-rule
        2024-03-15-raadet  missing 2024-03-13  on-time 2024-04-11  no-rule no-rule
        2024-04-12-raadet  on-time 2024-04-10  on-time 2024-05-23  no-rule no-rule
        2024-05-10-raadet  not-applicable -    not-applicable -    not-applicable not-applicable
        2024-05-24-raadet  late    2024-05-22  late    2024-06-06  no-rule no-rule
        2024-06-07-raadet  on-time 2024-06-05  missing 2024-06-20  no-rule no-rule
        2024-06-21-raadet  on-time 2024-06-19  due     2024-07-04  no-rule no-rule
        2024-07-05-raadet  due     2024-07-03  due     2024-07-18  no-rule no-rule
        2024-07-19-raadet  due     2024-07-17  due     -           no-rule no-rule
    """,
}

# The committee's agendas are due four weekdays before, its minutes three weekdays after; judged from 1 April 2025.
# 2025: Easter 17-21 April, Ascension 29 May, Whit Monday 9 June. 2026: Easter 2-6 April, Ascension 14 May, Whit Monday 25 May.
# 5 June, 24 and 31 December are weekdays when counting, but minutes due on such a day move (5 June 2025 to the 6th).
UDVALG = {
    "2025-06-05": """
        2025-03-11-udvalget  unknown -           unknown -           unknown   unknown
        2025-04-22-udvalget  on-time 2025-04-11  on-time 2025-04-25  available available
        2025-06-02-udvalget  late    2025-05-26  due     2025-06-06  available due
        2025-06-12-udvalget  on-time 2025-06-05  due     2025-06-17  available due
        2025-12-29-udvalget  due     2025-12-19  due     2026-01-02  due       due
        2026-04-08-udvalget  due     2026-03-30  due     2026-04-13  due       due
        2026-05-19-udvalget  due     2026-05-12  due     2026-05-22  due       due
        2026-05-27-udvalget  due     2026-05-20  due     2026-06-01  due       due
        2026-06-03-udvalget  not-applicable -    due     2026-06-08  not-applicable due
        2026-06-23-udvalget  not-applicable -    not-applicable -    not-applicable not-applicable
        2026-09-03-udvalget  due     2026-08-28  due     2026-09-09  due       due
        2026-12-29-udvalget  due     2026-12-22  due     2027-01-04  due       due
        supplement 2026-04-08-udvalget due 2026-03-30
    """,
    "2026-04-01": """
        2025-03-11-udvalget  unknown -           unknown -           unknown   unknown
        2025-04-22-udvalget  on-time 2025-04-11  on-time 2025-04-25  available available
        2025-06-02-udvalget  late    2025-05-26  on-time 2025-06-06  available available
        2025-06-12-udvalget  on-time 2025-06-05  late    2025-06-17  available available
        2025-12-29-udvalget  on-time 2025-12-19  on-time 2026-01-02  available available
        2026-04-08-udvalget  late    2026-03-30  due     2026-04-13  available due
        2026-05-19-udvalget  due     2026-05-12  due     2026-05-22  due       due
        2026-05-27-udvalget  due     2026-05-20  due     2026-06-01  due       due
        2026-06-03-udvalget  not-applicable -    due     2026-06-08  not-applicable due
        2026-06-23-udvalget  not-applicable -    not-applicable -    not-applicable not-applicable
        2026-09-03-udvalget  due     2026-08-28  due     2026-09-09  due       due
        2026-12-29-udvalget  due     2026-12-22  due     2027-01-04  due       due
        supplement 2026-04-08-udvalget waived 2026-03-30
    """,
    "2026-06-04": """
        2025-03-11-udvalget  unknown -           unknown -           unknown   unknown
        2025-04-22-udvalget  on-time 2025-04-11  on-time 2025-04-25  available available
        2025-06-02-udvalget  late    2025-05-26  on-time 2025-06-06  available available
        2025-06-12-udvalget  on-time 2025-06-05  late    2025-06-17  available available
        2025-12-29-udvalget  on-time 2025-12-19  on-time 2026-01-02  available available
        2026-04-08-udvalget  late    2026-03-30  on-time 2026-04-13  available available
        2026-05-19-udvalget  on-time 2026-05-12  missing 2026-05-22  available not-available
        2026-05-27-udvalget  on-time 2026-05-20  late    2026-06-01  available available
        2026-06-03-udvalget  not-applicable -    due     2026-06-08  not-applicable due
        2026-06-23-udvalget  not-applicable -    not-applicable -    not-applicable not-applicable
        2026-09-03-udvalget  due     2026-08-28  due     2026-09-09  due       due
        2026-12-29-udvalget  due     2026-12-22  due     2027-01-04  due       due
        supplement 2026-04-08-udvalget waived 2026-03-30
    """,
    "2027-01-04": """
        2025-03-11-udvalget  unknown -           unknown -           unknown   unknown
        2025-04-22-udvalget  on-time 2025-04-11  on-time 2025-04-25  available available
        2025-06-02-udvalget  late    2025-05-26  on-time 2025-06-06  available available
        2025-06-12-udvalget  on-time 2025-06-05  late    2025-06-17  available available
        2025-12-29-udvalget  on-time 2025-12-19  on-time 2026-01-02  available available
        2026-04-08-udvalget  late    2026-03-30  on-time 2026-04-13  available available
        2026-05-19-udvalget  on-time 2026-05-12  missing 2026-05-22  available not-available
        2026-05-27-udvalget  on-time 2026-05-20  late    2026-06-01  available available
        2026-06-03-udvalget  not-applicable -    missing 2026-06-08  not-applicable not-available
        2026-06-23-udvalget  not-applicable -    not-applicable -    not-applicable not-applicable
        2026-09-03-udvalget  missing 2026-08-28  missing 2026-09-09  not-available not-available
        2026-12-29-udvalget  missing 2026-12-22  due     2027-01-04  not-available due
        supplement 2026-04-08-udvalget waived 2026-03-30
    """,
}

# The clusters' elected: agenda one week before, minutes two weeks after. Two weeks after 17 December is the 31st, which moves to
# 4 January, when there is no cluster any more: it lapses. Two weeks after the 15th is the 29th, and stays missing.
# The council: both two weeks; two weeks after 22 April 2027 is Ascension Day, so 7 May.
SUNDHEDSRAAD = {
    "2026-12-15": """
        2026-02-10-oest-fagfolk    no-rule -           no-rule -           no-rule   available
        2026-03-19-vest-fagfolk    no-rule -           no-rule -           no-rule   not-available
        2026-04-15-oest-valgte     on-time 2026-04-08  late    2026-04-29  available available
        2026-05-07-syd-valgte      late    2026-04-30  on-time 2026-05-21  available available
        2026-06-11-vest-valgte     on-time 2026-06-04  on-time 2026-06-25  available available
        2026-09-17-vest-fagfolk    no-rule -           no-rule -           no-rule   available
        2026-10-06-oest-fagfolk    no-rule -           no-rule -           no-rule   not-available
        2026-10-08-syd-fagfolk     no-rule -           no-rule -           no-rule   not-available
        2026-11-12-vest-valgte     not-applicable -    not-applicable -    not-applicable not-applicable
        2026-11-19-forum           no-rule -           no-rule -           available no-rule
        2026-12-11-syd-fagfolk     no-rule -           no-rule -           no-rule   available
        2026-12-15-oest-valgte     on-time 2026-12-08  due     2026-12-29  available due
        2026-12-17-syd-valgte      on-time 2026-12-10  due     2027-01-04  available due
        2027-02-04-sundhedsraadet  due     2027-01-21  due     2027-02-18  due       due
        2027-04-22-sundhedsraadet  due     2027-04-08  due     2027-05-07  due       due
        2027-09-09-sundhedsraadet  due     2027-08-26  due     2027-09-23  due       due
        2027-11-18-forum           no-rule -           no-rule -           due       no-rule
        2027-12-09-sundhedsraadet  due     2027-11-25  due     2027-12-23  due       due
    """,
    "2027-01-10": """
        2026-02-10-oest-fagfolk    no-rule -           no-rule -           no-rule   available
        2026-03-19-vest-fagfolk    no-rule -           no-rule -           no-rule   not-available
        2026-04-15-oest-valgte     on-time 2026-04-08  late    2026-04-29  available available
        2026-05-07-syd-valgte      late    2026-04-30  on-time 2026-05-21  available available
        2026-06-11-vest-valgte     on-time 2026-06-04  on-time 2026-06-25  available available
        2026-09-17-vest-fagfolk    no-rule -           no-rule -           no-rule   available
        2026-10-06-oest-fagfolk    no-rule -           no-rule -           no-rule   not-available
        2026-10-08-syd-fagfolk     no-rule -           no-rule -           no-rule   not-available
        2026-11-12-vest-valgte     not-applicable -    not-applicable -    not-applicable not-applicable
        2026-11-19-forum           no-rule -           no-rule -           available no-rule
        2026-12-11-syd-fagfolk     no-rule -           no-rule -           no-rule   available
        2026-12-15-oest-valgte     on-time 2026-12-08  missing 2026-12-29  available not-available
        2026-12-17-syd-valgte      on-time 2026-12-10  not-applicable -    available not-applicable
        2027-02-04-sundhedsraadet  due     2027-01-21  due     2027-02-18  due       due
        2027-04-22-sundhedsraadet  due     2027-04-08  due     2027-05-07  due       due
        2027-09-09-sundhedsraadet  due     2027-08-26  due     2027-09-23  due       due
        2027-11-18-forum           no-rule -           no-rule -           due       no-rule
        2027-12-09-sundhedsraadet  due     2027-11-25  due     2027-12-23  due       due
    """,
    "2027-06-01": """
        2026-02-10-oest-fagfolk    no-rule -           no-rule -           no-rule   available
        2026-03-19-vest-fagfolk    no-rule -           no-rule -           no-rule   not-available
        2026-04-15-oest-valgte     on-time 2026-04-08  late    2026-04-29  available available
        2026-05-07-syd-valgte      late    2026-04-30  on-time 2026-05-21  available available
        2026-06-11-vest-valgte     on-time 2026-06-04  on-time 2026-06-25  available available
        2026-09-17-vest-fagfolk    no-rule -           no-rule -           no-rule   available
        2026-10-06-oest-fagfolk    no-rule -           no-rule -           no-rule   not-available
        2026-10-08-syd-fagfolk     no-rule -           no-rule -           no-rule   not-available
        2026-11-12-vest-valgte     not-applicable -    not-applicable -    not-applicable not-applicable
        2026-11-19-forum           no-rule -           no-rule -           available no-rule
        2026-12-11-syd-fagfolk     no-rule -           no-rule -           no-rule   available
        2026-12-15-oest-valgte     on-time 2026-12-08  missing 2026-12-29  available not-available
        2026-12-17-syd-valgte      on-time 2026-12-10  not-applicable -    available not-applicable
        2027-02-04-sundhedsraadet  on-time 2027-01-21  late    2027-02-18  available available
        2027-04-22-sundhedsraadet  on-time 2027-04-08  on-time 2027-05-07  available available
        2027-09-09-sundhedsraadet  due     2027-08-26  due     2027-09-23  due       due
        2027-11-18-forum           no-rule -           no-rule -           due       no-rule
        2027-12-09-sundhedsraadet  due     2027-11-25  due     2027-12-23  due       due
    """,
}

TABLES = {"raad": RAAD, "udvalg": UDVALG, "sundhedsraad": SUNDHEDSRAAD}
DAYS = [(name, day) for name, tables in TABLES.items() for day in tables]

# Body, year, duty, whose or which, verdict and variant. Duties between bodies, and over a year.
STANDINGS = {
    ("raad", "2024-07-01"): """
        raadet 2023 composition compiler        kept
        raadet 2023 composition crates-io       kept
        raadet 2023 composition dev-tools       kept
        raadet 2023 composition infrastructure  kept
        raadet 2023 composition language        kept
        raadet 2023 composition launching-pad   kept
        raadet 2023 composition library         kept
        raadet 2023 composition moderation      kept
        raadet 2024 composition compiler        kept
        raadet 2024 composition crates-io       kept
        raadet 2024 composition dev-tools       kept
        raadet 2024 composition infrastructure  kept
        raadet 2024 composition language        kept
        raadet 2024 composition launching-pad   kept
        raadet 2024 composition library         kept
        raadet 2024 composition moderation      kept
    """,
    # Four meetings held (the extraordinary one counts, the cancelled one does not) and two planned: six are asked for. What
    # the mandate asks is judged from April 2025: not that year as a whole, but its last day, when all seven seats were filled.
    ("udvalg", "2026-06-04"): """
        udvalget 2025 meetings     -                    unknown applies
        udvalget 2026 meetings     -                    due
        udvalget 2025 composition  eksempel             kept
        udvalget 2026 composition  eksempel             broken too-few
        udvalget 2025 contribution kommunalbestyrelsen  unknown applies
        udvalget 2026 contribution kommunalbestyrelsen  counted
        udvalget 2025 referral     kommunalbestyrelsen  due
    """,
    # No plan for 2027 yet, and the council met neither year. The seats of a year that is over are those of its last day.
    ("udvalg", "2027-01-04"): """
        udvalget 2025 meetings     -                    unknown applies
        udvalget 2026 meetings     -                    kept
        udvalget 2027 meetings     -                    broken running
        udvalget 2025 composition  eksempel             kept
        udvalget 2026 composition  eksempel             broken too-few
        udvalget 2027 composition  eksempel             broken too-few
        udvalget 2025 contribution kommunalbestyrelsen  unknown applies
        udvalget 2026 contribution kommunalbestyrelsen  not-applicable no-meeting
        udvalget 2027 contribution kommunalbestyrelsen  counted
        udvalget 2025 referral     kommunalbestyrelsen  due
    """,
    # The fall prevention was referred on 11 December, after the agenda of the 17th was due: that meeting could not take it up.
    ("sundhedsraad", "2026-12-15"): """
        oest-valgte 2026 meetings     -           due
        oest-valgte 2026 host         2026-04-15  kept
        oest-valgte 2026 host         2026-12-15  broken repeated
        oest-valgte 2026 chair        2026-04-15  kept
        oest-valgte 2026 composition  askby       kept
        oest-valgte 2026 composition  birkby      broken too-few
        oest-valgte 2026 report       forum       kept
        oest-fagfolk 2026 contribution oest-valgte kept
        oest-fagfolk 2026 referral    oest-valgte kept
        syd-valgte  2026 meetings     -           due
        syd-valgte  2026 host         2026-05-07  kept
        syd-valgte  2026 host         2026-12-17  kept
        syd-valgte  2026 chair        2026-05-07  broken other
        syd-valgte  2026 composition  egeby       kept
        syd-valgte  2026 composition  lindeby     kept
        syd-valgte  2026 report       forum       kept
        syd-fagfolk 2026 contribution syd-valgte  due
        syd-fagfolk 2026 referral     syd-valgte  due
        vest-valgte 2026 meetings     -           broken running
        vest-valgte 2026 host         2026-06-11  kept
        vest-valgte 2026 chair        2026-06-11  unknown unnamed
        vest-valgte 2026 composition  pileby      unknown no-seats
        vest-valgte 2026 report       forum       broken missing
        vest-fagfolk 2026 contribution vest-valgte kept
        sundhedsraadet 2027 meetings  -           due
        sundhedsraadet 2027 report    forum       due
    """,
    # The year is over. Pileby's seat in the council begins in March.
    ("sundhedsraad", "2027-01-10"): """
        oest-valgte 2026 meetings     -           kept
        oest-valgte 2026 host         2026-04-15  kept
        oest-valgte 2026 host         2026-12-15  broken repeated
        oest-valgte 2026 chair        2026-04-15  kept
        oest-valgte 2026 composition  askby       kept
        oest-valgte 2026 composition  birkby      broken too-few
        oest-valgte 2026 report       forum       kept
        oest-fagfolk 2026 contribution oest-valgte kept
        oest-fagfolk 2026 referral    oest-valgte kept
        syd-valgte  2026 meetings     -           kept
        syd-valgte  2026 host         2026-05-07  kept
        syd-valgte  2026 host         2026-12-17  kept
        syd-valgte  2026 chair        2026-05-07  broken other
        syd-valgte  2026 composition  egeby       kept
        syd-valgte  2026 composition  lindeby     kept
        syd-valgte  2026 report       forum       kept
        syd-fagfolk 2026 contribution syd-valgte  broken too-few
        syd-fagfolk 2026 referral     syd-valgte  due
        vest-valgte 2026 meetings     -           broken past
        vest-valgte 2026 host         2026-06-11  kept
        vest-valgte 2026 chair        2026-06-11  unknown unnamed
        vest-valgte 2026 composition  pileby      unknown no-seats
        vest-valgte 2026 report       forum       broken missing
        vest-fagfolk 2026 contribution vest-valgte kept
        sundhedsraadet 2027 meetings  -           due
        sundhedsraadet 2027 composition askby     kept
        sundhedsraadet 2027 composition birkby    kept
        sundhedsraadet 2027 composition egeby     kept
        sundhedsraadet 2027 composition lindeby   kept
        sundhedsraadet 2027 composition pileby    broken too-few
        sundhedsraadet 2027 composition regionen  kept
        sundhedsraadet 2027 report    forum       due
    """,
    # The council has taken the fall prevention up, and Pileby has its seat.
    ("sundhedsraad", "2027-06-01"): """
        oest-valgte 2026 meetings     -           kept
        oest-valgte 2026 host         2026-04-15  kept
        oest-valgte 2026 host         2026-12-15  broken repeated
        oest-valgte 2026 chair        2026-04-15  kept
        oest-valgte 2026 composition  askby       kept
        oest-valgte 2026 composition  birkby      broken too-few
        oest-valgte 2026 report       forum       kept
        oest-fagfolk 2026 contribution oest-valgte kept
        oest-fagfolk 2026 referral    oest-valgte kept
        syd-valgte  2026 meetings     -           kept
        syd-valgte  2026 host         2026-05-07  kept
        syd-valgte  2026 host         2026-12-17  kept
        syd-valgte  2026 chair        2026-05-07  broken other
        syd-valgte  2026 composition  egeby       kept
        syd-valgte  2026 composition  lindeby     kept
        syd-valgte  2026 report       forum       kept
        syd-fagfolk 2026 contribution syd-valgte  broken too-few
        syd-fagfolk 2026 referral     syd-valgte  kept
        vest-valgte 2026 meetings     -           broken past
        vest-valgte 2026 host         2026-06-11  kept
        vest-valgte 2026 chair        2026-06-11  unknown unnamed
        vest-valgte 2026 composition  pileby      unknown no-seats
        vest-valgte 2026 report       forum       broken missing
        vest-fagfolk 2026 contribution vest-valgte kept
        sundhedsraadet 2027 meetings  -           due
        sundhedsraadet 2027 composition askby     kept
        sundhedsraadet 2027 composition birkby    kept
        sundhedsraadet 2027 composition egeby     kept
        sundhedsraadet 2027 composition lindeby   kept
        sundhedsraadet 2027 composition pileby    kept
        sundhedsraadet 2027 composition regionen  kept
        sundhedsraadet 2027 report    forum       due
    """,
}


# How often each code is found, counted in the tables above; SG305 is what falls due within a week, SG407 the follow-ups.
FOUND = {
    ("raad", "2024-07-01"): {"SG301": 2, "SG302": 2, "SG303": 2, "SG304": 3, "SG305": 2, "SG407": 1},
    ("udvalg", "2026-06-04"): {"SG302": 2, "SG303": 1, "SG304": 2, "SG305": 1, "SG306": 1, "SG404": 1, "SG407": 1},
    ("sundhedsraad", "2027-06-01"): {
        "SG302": 1,
        "SG303": 1,
        "SG304": 2,
        "SG306": 4,
        "SG401": 1,
        "SG403": 1,
        "SG405": 1,
        "SG407": 2,
        "SG411": 1,
        "SG413": 1,
    },
}


@cache
def _files() -> Mapping[str, dict[str, bytes]]:
    """The content of each site, by path from its folder."""
    roots = {name: SITES / name for name in TABLES}
    return {
        name: {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted((root / "content").rglob("*")) if p.is_file()}
        for name, root in roots.items()
    }


@lru_cache(maxsize=32)
def _site(name: str, day: str) -> Build:
    return built(_files()[name], date.fromisoformat(day))


def _page(name: str, day: str, address: str) -> str:
    contents = _site(name, day).plan[f"{address.strip('/')}/index.html"]
    assert isinstance(contents, bytes)
    return contents.decode()


def _words(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def _wanted(table: str) -> set[tuple[str, str, str, str]]:
    """The rows of a table: meeting, obligation, verdict, deadline."""
    rows = set()
    for line in filter(None, map(str.strip, table.splitlines())):
        cells = line.split()
        if cells[0] == "supplement":
            rows.add((cells[1], "supplement-1", cells[2], cells[3]))
        else:
            meeting, agenda, agenda_due, minutes, minutes_due, shown_agenda, shown_minutes = cells
            rows |= {(meeting, "agenda", agenda, agenda_due), (meeting, "minutes", minutes, minutes_due)}
            rows |= {(meeting, "website-agenda", shown_agenda, "-"), (meeting, "website-minutes", shown_minutes, "-")}
    return rows


def _which(standing: Standing) -> str:
    """What tells the standings of one duty of a body in a year apart: the party, the other body, or the meeting."""
    if standing.duty in ("host", "chair"):
        return standing.meeting.first.isoformat() if standing.meeting else "-"
    return standing.party.id if standing.party else standing.target.id if standing.target else "-"


@pytest.mark.parametrize(("name", "day"), DAYS)
def test_every_deadline_stands_as_worked_out_by_hand(name: str, day: str) -> None:
    found = _site(name, day).verdicts
    assert all(verdict.body.id == verdict.meeting.id[11:] for verdict in found)
    rows = [(v.meeting.id, v.obligation, v.verdict, v.due.isoformat() if v.due else "-") for v in found]
    assert len(rows) == len(set(rows))
    wanted = _wanted(TABLES[name][day])
    assert (sorted(set(rows) - wanted), sorted(wanted - set(rows))) == ([], [])


@pytest.mark.parametrize(("name", "day"), STANDINGS)
def test_every_duty_over_a_year_stands_as_worked_out_by_hand(name: str, day: str) -> None:
    """As the site shows them: what only a document to come can show is not there yet."""
    build = _site(name, day)
    assert build.site
    _, _, standings = public(build.site, build.verdicts, build.standings, date.fromisoformat(day))
    found = sorted((s.body.id, str(s.year), s.duty, _which(s), s.verdict, *filter(None, [s.variant])) for s in standings)
    wanted = sorted(tuple(line.split()) for line in STANDINGS[name, day].splitlines() if line.strip())
    assert ([row for row in found if row not in wanted], [row for row in wanted if row not in found]) == ([], [])
    assert len(found) == len(wanted)


@pytest.mark.parametrize(("name", "day"), DAYS)
def test_no_error_is_found(name: str, day: str) -> None:
    site = _site(name, day)
    assert [finding for finding in site.findings if finding.severity is Severity.ERROR] == []
    assert site.plan


@pytest.mark.parametrize(("name", "day"), FOUND)
def test_what_is_found_is_what_the_tables_say_and_nothing_else(name: str, day: str) -> None:
    assert Counter(finding.code for finding in _site(name, day).findings) == FOUND[name, day]


@pytest.mark.parametrize("name", TABLES)
def test_every_mandate_answers_for_all_it_says(name: str) -> None:
    for day in TABLES[name]:
        assert [f for f in _site(name, day).findings if f.code in ("SG208", "SG406", "SG409")] == []


def test_the_mandate_of_a_meetings_own_day_binds_it() -> None:
    """The council's rules changed on 5 March 2024; the later ones take the place of the earlier without an end being written."""
    build = _site("raad", "2024-07-01")
    assert build.site
    (council,) = build.site.bodies
    for day, name in ((date(2024, 3, 4), "moeder-2023"), (date(2024, 3, 5), "moeder-2024")):
        mandate = build.site.mandate_of(council, day)
        assert mandate and mandate.id == name
    for verdict in build.verdicts:
        expected = "moeder-2023" if verdict.meeting.first < date(2024, 3, 5) else "moeder-2024"
        assert verdict.mandate is None or verdict.mandate.id == expected, verdict.meeting.id


def test_the_house_rule_is_told_from_the_mandates_own() -> None:
    sources = {standing.duty: standing.source for standing in _site("udvalg", "2026-06-04").standings if standing.year == 2026}
    assert sources["meetings"] == "house-rule"
    assert sources["composition"] == "mandate"


@pytest.mark.parametrize("day", ["2027-01-10", "2027-06-01"])
def test_nothing_of_the_clusters_is_judged_after_their_end(day: str) -> None:
    site = _site("sundhedsraad", day)
    ended = [v for v in site.verdicts if v.body.cluster]
    assert ended
    assert [v.due for v in ended if v.due and v.due > CLUSTERS_END] == []
    assert {v.verdict for v in ended} & {"due"} == set()
    assert {s.year for s in site.standings if s.body.cluster and s.duty != "referral"} == {2026}
    said = {(f.code, str(f.arguments.get("body"))) for f in site.findings if f.code in ("SG305", "SG408", "SG208")}
    assert [body for _, body in said if "Klynge" in body] == []


@pytest.mark.parametrize("day", SUNDHEDSRAAD)
def test_predecessors_and_successors_are_said(day: str) -> None:
    council = _page("sundhedsraad", day, "/fora/sundhedsraadet/")
    for cluster in ("oest", "syd", "vest"):
        assert 'href="/fora/sundhedsraadet/"' in _page("sundhedsraad", day, f"/klynger/{cluster}/")
        assert 'href="/fora/sundhedsraadet/"' in _page("sundhedsraad", day, f"/fora/{cluster}-valgte/")
        assert f'href="/klynger/{cluster}/"' in council


def test_a_case_goes_on_in_the_council() -> None:
    """A case is one case from meeting to meeting, whoever holds it, on both sides of the clusters' end."""
    for case in (
        ("2026-02-10-oest-fagfolk", "2026-04-15-oest-valgte", "2027-02-04-sundhedsraadet", "2027-04-22-sundhedsraadet"),
        ("2026-12-11-syd-fagfolk", "2027-02-04-sundhedsraadet"),
    ):
        for before, after in pairwise(case):
            assert f'href="/moeder/{after}/#punkt-' in _page("sundhedsraad", "2027-06-01", f"/moeder/{before}/")
            assert f'href="/moeder/{before}/#punkt-' in _page("sundhedsraad", "2027-06-01", f"/moeder/{after}/")


def test_what_was_referred_to_a_body_that_ended_is_taken_up_by_its_successor() -> None:
    standings = _site("sundhedsraad", "2027-06-01").standings
    taken_up = {s.body.id: s.met.id for s in standings if s.duty == "referral" and s.met}
    assert taken_up == {"oest-fagfolk": "2026-04-15-oest-valgte", "syd-fagfolk": "2027-02-04-sundhedsraadet"}


def test_what_a_cluster_left_to_be_done_outlives_it() -> None:
    """The clusters' obligations end with them; what they asked others to do does not."""
    overdue = {
        day: {f.path.rpartition("/")[2] for f in _site("sundhedsraad", day).findings if f.code == "SG407"} for day in SUNDHEDSRAAD
    }
    assert overdue == {
        "2026-12-15": set(),
        "2027-01-10": set(),
        "2027-06-01": {"2026-04-15-oest-valgte.md", "2026-06-11-vest-valgte.md"},
    }


def test_old_addresses_lead_on() -> None:
    plan = _site("sundhedsraad", "2027-06-01").plan
    for old, new in {
        "klyngerne": "/om/",
        "klynge-oest/dagsorden-april-2026": "/moeder/2026-04-15-oest-valgte/dagsorden/",
        "sundhedsraad/forretningsorden": "/kommissorier/sundhedsraadet/",
    }.items():
        contents = plan[f"{old}/index.html"]
        assert isinstance(contents, bytes) and new in contents.decode()


def test_a_closed_item_shows_its_title_and_decision_only() -> None:
    said = _words(_page("udvalg", "2026-06-04", "/moeder/2025-06-12-udvalget/referat/"))
    assert "Lukket punkt: køb af en grund" in said and "Godkendt." in said


def test_nothing_in_the_program_knows_these_sites() -> None:
    """Neither their names nor their bodies' and parties' ids stand in the program: they are data."""
    words = {"leadership", "rust", "udvalget", "eksempel kommune", "forretningsorden", "sundhedsråd", "sundhedsraad"}
    for name, files in _files().items():
        organisation = files["content/organisation.yml"].decode()
        ids = {one for one in re.findall(r"\bid: ([a-z0-9-]+)", organisation) if "-" in one}
        assert ids or name == "udvalg"
        words |= ids
    for path in sorted((ROOT / "sitegen").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        documented = (n for n in ast.walk(tree) if isinstance(n, (ast.Module, ast.FunctionDef, ast.ClassDef)))
        docstrings = {ast.get_docstring(node, clean=False) for node in documented}
        for text in strings:
            assert text in docstrings or not any(word in text.lower() for word in words), (path.name, text)

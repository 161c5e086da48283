"""A document of a meeting that nobody planned: the meeting that was meant, or the entry to add to the year's plan."""

import re
from collections.abc import Mapping
from datetime import date

from sitegen import mends
from sitegen.diagnostics import Finding, Located, Mend
from sitegen.mends.meant import nearest
from sitegen.model import Meeting
from sitegen.parsed import Parsed

SLIP = 10  # days between a meeting and the day that somebody wrote for it
MEETING_ID = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")


def find(p: Parsed, meetings: Mapping[str, Meeting], bodies: list[str], files: Mapping[str, Located], today: date) -> Finding:
    """Return the finding; `bodies` are the ids that are known, `files` are read by path, the plans among them."""
    value = p.meta.meeting
    match = MEETING_ID.fullmatch(value)
    written = _day(match[1]) if match else None
    day = f"{written or today}"  # on no day at all nothing can be planned
    body = nearest(match[2] if match else value, bodies) or next(iter(bodies), "")
    plan = f"content/meetings/{day[:4]}.yml"
    located = files.get(plan)
    indent = " " * (located.place("meetings")[1] - 1 if located else 2)
    lines = [f"- body: {body}", f"  date: {day}", *([] if value == f"{day}-{body}" else [f"  id: {value}"])]
    text = "\n".join([*([] if located else ["meetings:"]), *(indent + line for line in lines)])
    # It is a slip for another meeting: of that body some days off, of that day where the body makes no sense. Else it is new.
    if match and body == match[2]:
        own = (m for m in meetings.values() if body in (one.id for one in m.bodies))
        planned = [m.id for m in own if written is None or abs((m.first - written).days) <= SLIP]
    else:
        planned = [m for m in meetings if written is None or m.startswith(f"{written}")]
    near = nearest(value, planned)
    return p.source.find(
        "SG201",
        "meeting",
        variant="meeting-nearest" if near else "meeting",
        mend=mends.rewritten(p.source.located, ("meeting",), near) if near else Mend("insert", text, plan),
        key="meeting",
        value=value,
        nearest=near,
        entry=text,
        plan=plan,
    )


def _day(text: str) -> date | None:
    """Return the day; None of one that no month has, so that any may be meant."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""Whether bodies have a mandate to meet under, and whether it was ever approved."""

from collections.abc import Iterator

from sitegen.diagnostics import Finding
from sitegen.model import Meeting
from sitegen.rules.view import View


def no_mandate(view: View) -> Iterator[Finding]:
    """SG208: a body meets with no mandate in force; said once a body and year, at its first such meeting."""
    if view.unread("mandate"):
        return
    for body in view.site.bodies:
        without: dict[int, list[Meeting]] = {}
        for meeting in view.meetings[body.id]:
            if not meeting.cancelled and view.site.mandate_of(body, meeting.first) is None:
                without.setdefault(meeting.first.year, []).append(meeting)
        for year, meetings in without.items():
            yield meetings[0].source.find(
                "SG208",
                variant="one" if len(meetings) == 1 else "several",
                body=body.name,
                date=meetings[0].first,
                count=len(meetings),
                year=year,
            )


def mandate_not_approved(view: View) -> Iterator[Finding]:
    """SG406: nobody is recorded as having approved the mandate."""
    for mandate in view.site.mandates:
        approved = mandate.meta.approved
        if approved is None or (approved.by is None and approved.date is None):
            yield mandate.source.find("SG406", "title", title=mandate.meta.title)

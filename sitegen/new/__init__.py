"""The text of new agendas, minutes, meetings, mandates and pages, from what the plan, the mandates and earlier meetings say."""

from collections.abc import Sequence

from sitegen.judgement import Standing, Verdict
from sitegen.model import Meeting, Site
from sitegen.new import agenda, minutes
from sitegen.new.writing import terms

__all__ = ("KINDS", "path", "terms", "text")

KINDS = ("agenda", "minutes")
PATHS = {"agenda": "content/agendas/{}.md", "minutes": "content/minutes/{}.md"}


def path(kind: str, meeting: Meeting, supplement: int = 0) -> str:
    """Return where a meeting's agenda, supplement or minutes belong."""
    return PATHS[kind].format(meeting.id + (f"-tillaeg-{supplement}" if supplement else ""))


def text(kind: str, site: Site, verdicts: Sequence[Verdict], standings: Sequence[Standing], meeting: Meeting) -> str:
    """Return the text of the file: a draft that `check` has nothing against."""
    if kind == "agenda":
        return agenda.text(site, verdicts, standings, meeting)
    return minutes.text(site, verdicts, meeting)

"""What every class of the schema is made of: a mapping in a file, and one that exists for a period."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from sitegen.fields import Date

PartyKind = Literal["municipality", "region", "hospital", "psychiatry", "general_practice", "patients", "administration", "other"]


class Entry(BaseModel):
    """A mapping in a file: frozen, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Lasting(Entry):
    """What exists for a period; both ends inclusive, an open end is None."""

    valid_from: Date | None = None
    valid_to: Date | None = None

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

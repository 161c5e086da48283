"""The kinds of value that editors write: each takes text and gives it a type, or says which kind of value it is not."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from sitegen import calendar

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)( ?(?:Z|[+-]\d{2}:?\d{2}))?")
TIME = re.compile(r"(\d{1,2}):(\d{2})")
TRUE, FALSE = ("true", "yes", "ja"), ("false", "no", "nej")


def wrong(variant: str, **context: Any) -> PydanticCustomError:
    """Return the error for a value that is not of its field's type; the variant names the sentence that says so."""
    return PydanticCustomError(variant, variant, context)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("text")
    if not value.strip():
        raise wrong("empty")
    return value.strip()


def _id(value: Any) -> str:
    text = _text(value)
    if not ID.fullmatch(text):
        raise wrong("id")
    return text


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = _text(value)
    if not DATE.fullmatch(text):
        raise wrong("date")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise wrong("no-such-date") from None
    if not 1900 <= day.year < 2200:  # a slip of the keyboard, and near the ends of the calendar nothing can be counted
        raise wrong("date")
    return day


def _moment(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    text = _text(value)
    match = MOMENT.fullmatch(text)
    if not match:
        if DATE.fullmatch(text):
            return _date(text)
        raise wrong("datetime")
    day, clock, offset = match.groups()
    _date(day)
    if clock.startswith("24"):  # which a newer Python takes for the next day
        raise wrong("no-such-date")
    try:
        return datetime.fromisoformat(f"{day}T{clock.rjust(5 if len(clock) < 6 else 8, '0')}{(offset or '').strip()}")
    except ValueError:
        raise wrong("no-such-date") from None


def _sent(value: Any) -> date | datetime:
    try:
        return _moment(value)
    except PydanticCustomError as error:  # a date is what is expected of nearly everybody
        raise wrong("date" if error.type == "datetime" else error.type) from None


def _time(value: Any) -> time:
    if isinstance(value, time):
        return value
    match = TIME.fullmatch(_text(value))
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise wrong("time")
    return time(int(match[1]), int(match[2]))


def _count(value: Any) -> int:
    if isinstance(value, int):
        return value
    text = _text(value)
    if not re.fullmatch(r"\d{1,4}", text):
        raise wrong("integer")
    return int(text)


def _positive(value: Any) -> int:
    if count := _count(value):
        return count
    raise wrong("integer")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _text(value).lower()
    if text not in TRUE + FALSE:
        raise wrong("boolean")
    return text in TRUE


def _term(value: Any) -> calendar.Term:
    if isinstance(value, calendar.Term):
        return value
    term = calendar.term(_text(value))
    if term is None:
        raise wrong("term")
    return term


def _url(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"https?://[^\s/?#<>\"\[\],;$'\\]+(?:/[^\s<>\"]*)?", text):
        raise wrong("url")
    return text


def _site_address(value: Any) -> str:
    text = _url(value)
    if not re.fullmatch(r"https://[^/]+/(?:[\w.~%+-]+/)*", text):  # it becomes part of a server's configuration
        raise wrong("url")
    return text


def _address(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"/(?!/)[^\s?#<>\"\\]*", text) or "/../" in f"{text}/" or "/./" in f"{text}/":
        raise wrong("address")
    return text


def _zone(value: Any) -> str:
    if _text(value) != "Europe/Copenhagen":
        raise wrong("zone")
    return "Europe/Copenhagen"


def _language(value: Any) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text := _text(value)):
        raise wrong("choice", choices="da, en")
    return text


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_id)]
Date = Annotated[date, BeforeValidator(_date)]
Moment = Annotated[date | datetime, BeforeValidator(_moment)]
Time = Annotated[time, BeforeValidator(_time)]
Count = Annotated[int, BeforeValidator(_count)]
Positive = Annotated[int, BeforeValidator(_positive)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Due = Annotated[Any, BeforeValidator(_term)]  # a calendar.Term
Url = Annotated[str, BeforeValidator(_url)]
Address = Annotated[str, BeforeValidator(_address)]
Sent = Annotated[date | datetime, BeforeValidator(_sent)]
Language = Annotated[str, BeforeValidator(_language)]
Zone = Annotated[str, BeforeValidator(_zone)]
SiteAddress = Annotated[str, BeforeValidator(_site_address)]

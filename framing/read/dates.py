"""Dates as they stand in metadata. What could mean two days is not guessed."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["parse_date"]

_ABBREVIATIONS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:[T,\s]\s*(?:at\s+)?\d{1,2}:\d{2}.*)?"
_FORMS = tuple(
    re.compile(rf"{form}{_TIME}", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})",
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})",
    )
)


def parse_date(raw: str) -> dt.date | None:
    """Day that ``raw`` names, as written (no time zone is converted), or None.

    Read are ISO dates and date-times, "25 October 2016", "Oct. 25, 2016", "Tue, 25 Oct 2016 10:00:00 GMT" and
    the like, and 25/10/2016 or 10/25/2016, where one number can only be the day. 02/03/2016 can be either of
    two days and is None, and so is a date without day or with a two-digit year.

    >>> parse_date("2016-10-25T10:00:00Z")
    datetime.date(2016, 10, 25)
    >>> parse_date("02/03/2016") is None
    True
    """
    raw = raw.strip()
    for form in _FORMS:
        match = form.fullmatch(raw)
        if match is None:
            continue
        part = match.groupdict()
        try:
            if "first" in part:
                return _day_or_month_first(int(part["first"]), int(part["second"]), int(part["year"]))
            month = part["month"]
            number = int(month) if month.isdigit() else _ABBREVIATIONS.index(month[:3].casefold()) + 1
            return dt.date(int(part["year"]), number, int(part["day"]))
        except ValueError:
            return None
    return None


def _day_or_month_first(first: int, second: int, year: int) -> dt.date | None:
    if first == second or second > 12:
        return dt.date(year, first, second)
    return dt.date(year, second, first) if first > 12 else None

"""Dates as they stand in metadata and exports. What could mean two days is not guessed."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["ColumnDays", "DayOrder", "day_order", "find_date", "parse_date"]

_ABBREVIATIONS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NUMBERS = re.compile(r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)")
_CORES = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\w/])", re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?=T\d|(?![\w/]))(?:T[\d:.,+-]+Z?)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?\d{4,6}Z?)?",
        rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})\s+{_MONTH}\s+{_DAY}",
        rf"{_MONTH}\s+{_DAY}\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s+(?:[+-]\d{{4}}|[A-Z]{{3,4}})\s+(?P<year>\d{{4}})",
    )
)
_WORDED = re.compile(r"(?<![\w/.-])\d{1,2}(?:er|\.|º)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?\s+(?:de\s+)?\d{4}(?!\w)")
"""Day, a word, year: a date in another language, as databases with a French or German surface write it."""
_TIME = re.compile(
    r"(?<![\d.])\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
    r"|(?<!\d)\d{1,2}\s*[ap]\.?m\.?(?!\w)|[+-]\d{2}:?\d{2}(?!\d)",
    re.IGNORECASE,
)
_LANGUAGES = ["fr", "de", "es", "it", "nl", "pt"]
_LONGEST = 120


def parse_date(raw: str, *, day_first: bool | None = None) -> dt.date | None:
    """Day that ``raw`` names, as written (no time zone is converted), or None.

    Read are ISO dates and date-times (``20180717T000700Z`` too), dates with the month's name in any order and with
    weekday, time, zone or edition around them ("March 5, 2010 Friday", "Wed 24 Jul 2019 10.15 BST", "March 6, 2010
    Saturday, Late Edition - Final"), and 25/10/2016 or 10/25/2016, where one number can only be the day. 02/03/2016 is
    read only where ``day_first`` says how; else it, a date without day, one with a two-digit year and a line with two
    different dates are None. Months in other languages are read by dateparser, strictly.

    >>> parse_date("2016-10-25T10:00:00Z")
    datetime.date(2016, 10, 25)
    >>> parse_date("24 July 2019 Wednesday 11:18 AM GMT")
    datetime.date(2019, 7, 24)
    >>> parse_date("02/03/2016") is None
    True
    """
    raw = raw.strip()
    if len(raw) > _LONGEST or not any(map(str.isdigit, raw)):
        return None
    found = find_date(raw, day_first=day_first)
    if found is None:
        return None
    day, start, end = found
    rest = _TIME.sub(" ", raw[:start] + " " + raw[end:])
    # Another number beside the date is half of a range, a second date or a sign that this is no date at all.
    return None if re.search(r"\d{3,}|\d\s*[-/]\s*\d", rest) or rest.lstrip().startswith(("-", "/")) else day


def find_date(line: str, *, day_first: bool | None = None) -> tuple[dt.date, int, int] | None:
    """The one day that a line names, and where; None without any, or with two different ones."""
    found: list[tuple[dt.date | None, int, int]] = []
    for form in _CORES:
        for match in form.finditer(line):
            if not any(match.start() < end and start < match.end() for _, start, end in found):
                found.append((_day_of(match.groupdict()), *match.span()))
    found += [(_in_order(match, day_first), *match.span()) for match in _NUMBERS.finditer(line)]
    if not found:
        found = [(_other_language(m[0]), *m.span()) for m in _WORDED.finditer(line)]
    days = {day for day, _, _ in found}
    if len(days) != 1 or None in days:
        return None
    day, start, end = found[0]
    return None if day is None else (day, start, end)


def _day_of(part: dict[str, str | None]) -> dt.date | None:
    month, year, day = part["month"] or "", part["year"] or "", part["day"] or ""
    number = int(month) if month.isdigit() else _ABBREVIATIONS.index(month[:3].casefold()) + 1
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def _in_order(match: re.Match[str], day_first: bool | None) -> dt.date | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    try:
        if first == second or second > 12:
            return dt.date(year, first, second)
        if first > 12 or day_first:
            return dt.date(year, second, first)
        return None if day_first is None else dt.date(year, first, second)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _other_language(raw: str) -> dt.date | None:
    import dateparser  # slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.parse(raw, languages=_LANGUAGES, settings={"STRICT_PARSING": True})
    return None if found is None else found.date()


@dataclass(frozen=True, slots=True)
class DayOrder:
    """Whether the day comes first in the dates of a column: true, false, or None where they do not say or disagree."""

    day_first: bool | None
    proof: str | None = None
    """The first date that can only be read so."""


def day_order(raws: Iterable[str]) -> DayOrder:
    """Order of day and month in dates like 02/03/2016, by those of the same column that can be read in one way only.

    >>> day_order(["02/03/2016", "25/03/2016"])
    DayOrder(day_first=True, proof='25/03/2016')
    >>> day_order(["02/03/2016", "25/03/2016", "03/25/2016"])
    DayOrder(day_first=None, proof=None)
    """
    proofs: dict[bool, str] = {}
    for raw in raws:
        match = _NUMBERS.match(raw.strip())
        if match is None:
            continue
        first, second = int(match["first"]), int(match["second"])
        if (first > 12) != (second > 12):
            proofs.setdefault(first > 12, match[0])
            if len(proofs) == 2:
                return DayOrder(None)
    for day_first, proof in proofs.items():
        return DayOrder(day_first, proof)
    return DayOrder(None)


class ColumnDays:
    """The dates of one column. ``column`` gives all of them anew, and is asked once, when a date needs it."""

    def __init__(self, column: Callable[[], Iterable[str]]) -> None:
        self._column = column
        self._order: DayOrder | None = None
        self._first: tuple[str, dt.date] | None = None

    def settle(self, given: MutableMapping[str, str]) -> None:
        """Writes ``given["date"]`` as an ISO date where only the column as a whole tells day from month."""
        raw = given.get("date", "").strip()
        if not _NUMBERS.match(raw) or parse_date(raw) is not None:
            return
        if self._order is None:
            self._order = day_order(self._column())
        if self._order.day_first is None:
            return
        day = parse_date(raw, day_first=self._order.day_first)
        if day is not None:
            self._first = self._first or (raw, day)
            given["date"] = day.isoformat()

    @property
    def note(self) -> str | None:
        """What was decided, and why; None where nothing had to be."""
        if self._first is None or self._order is None:
            return None
        raw, day = self._first
        which = "day" if self._order.day_first else "month"
        return f"dates are read {which} first ({raw} as {day}), as {self._order.proof} in the same column can only be"

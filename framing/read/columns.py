"""Which column of a table is which field of an article."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from framing.errors import InputError
from framing.read.record import UnusableError
from framing.values import Problem
from framing.wording import nearest

__all__ = [
    "ALIASES",
    "SYNONYMS",
    "Choice",
    "as_string",
    "check_mapping",
    "choose_columns",
    "flat",
    "match_columns",
    "missing_columns",
    "no_text",
    "noted",
    "split_row",
    "text_columns",
    "unique",
]

ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "headline"),
    "text": ("text",),
    "outlet": ("outlet", "media_name", "medium"),
    "date": ("date", "publish_date"),
    "url": ("url",),
    "language": ("language",),
}
"""Column names used without a word, the preferred one first: this project's, Media Cloud's and AmCAT's."""

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("article_id", "doc_id", "document_id", "story_id", "stories_id"),
    "title": ("heading", "hed", "article_title", "story_title", "document_title", "web_title", "news_title"),
    "text": (
        *("content", "body", "full_text", "article_text", "story_text", "main_text", "body_text", "article_body"),
        *("article", "article_content", "news_text", "text_content", "story", "raw_content", "news_content"),
    ),
    "outlet": (
        *(
            "publication",
            "source",
            "domain",
            "newspaper",
            "paper",
            "publisher",
            "media",
            "channel",
            "network",
            "station",
        ),
        *("source_name", "news_source", "source_title", "source_domain", "host_name", "site", "site_name", "website"),
        *("media_outlet", "news_outlet", "outlet_name", "publication_name", "publication_title", "media_title"),
        *("journal", "provider", "agency"),
    ),
    "date": (
        *(
            "published",
            "pub_date",
            "publication_date",
            "published_at",
            "published_date",
            "date_published",
            "date_publish",
        ),
        *(
            "published_on",
            "publish_time",
            "publication_time",
            "published_time",
            "article_date",
            "date_time",
            "timestamp",
        ),
        *("story_date", "news_date", "seen_date", "web_publication_date", "created_at"),
    ),
    "url": ("link", "web_url", "article_url", "story_url", "permalink", "href", "original_url"),
    "language": ("lang", "language_code", "meta_lang"),
}
"""Further names that people and programs give these columns. One that fits is used with a note; of two, neither is."""

KNOWN: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = tuple(
    (frozenset(signs.split()), fields)
    for signs, fields in (
        # trafilatura: its "source" is the page's address
        ("hostname rawtext text fingerprint", {"outlet": "source-hostname", "url": "source"}),
        ("hostname sitename text fingerprint", {"outlet": "sitename"}),
        # news-please
        ("maintext datepublish sourcedomain", {"text": "maintext", "date": "date_publish", "outlet": "source_domain"}),
        # newspaper3k and newspaper4k
        ("sourceurl text authors topimage", {"outlet": "source_url", "language": "meta_lang"}),
        ("sourceurl text authors publishdate", {"outlet": "source_url", "language": "meta_lang"}),
        # "All the news", first and second edition
        ("publication content author date", {"text": "content", "outlet": "publication"}),
        ("publication article author date", {"text": "article", "outlet": "publication"}),
        # GDELT's list of articles, with the texts that somebody added
        ("seendate domain sourcecountry", {"outlet": "domain", "date": "seendate"}),
        # News API and the Guardian's
        ("sourcename publishedat content", {"text": "content", "outlet": "source.name", "date": "publishedAt"}),
        (
            "webtitle webpublicationdate fieldsbodytext",
            {"text": "fields.bodyText", "title": "webTitle", "date": "webPublicationDate", "url": "webUrl"}
            | {"outlet": "fields.publication"},
        ),
    )
)
"""Tables that are known by columns which they have together, and what is which in them."""

_LISTS = (
    (frozenset(("seendate", "domain", "sourcecountry")), "GDELT's list of articles"),
    (frozenset(("medianame", "publishdate", "url")), "Media Cloud's list of stories"),
)

_ASKS = "did you mean --column"
"""What the notes have in them that say that a field is not known though a column may hold it."""
_MISSING = {"", "na", "n/a", "nan", "nat", "none", "null"}


def check_mapping(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The user's mapping of fields to columns, or :class:`InputError` for a field that does not exist."""
    for name in columns or {}:
        if name not in ALIASES:
            raise InputError(f"--column {name}=…: no such field. {nearest(name, ALIASES)}")
    return dict(columns or {})


@dataclass(frozen=True, slots=True)
class Choice:
    """``columns`` of the fields, ``notes`` on names that had to be understood, and fields that two columns fit."""

    columns: dict[str, str]
    notes: tuple[str, ...] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def noted(item: str, notes: Iterable[str | None]) -> Iterator[Problem]:
    """Notes on columns as problems of ``item``; one that asks which column is meant is weighty."""
    return (Problem(item, note, skipped=False, weighty=_ASKS in note) for note in notes if note)


def match_columns(found: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Column of each field, as :func:`choose_columns` finds them.

    >>> match_columns(["ID", "Headline", "Body"], {"text": "body"})
    {'text': 'Body', 'id': 'ID', 'title': 'Headline'}
    """
    return choose_columns(found, mapping).columns


def choose_columns(found: Sequence[str], mapping: Mapping[str, str], *, text: bool = True) -> Choice:
    """Column of each field: by the user's ``mapping``, :data:`KNOWN`, :data:`ALIASES`, then :data:`SYNONYMS`.

    Letter case and signs aside ("Full Text" is "full_text"). A mapped field whose column is not there has none: its
    other names are not tried. Where two synonyms fit, none is taken, and a note asks which one is meant. ``text`` is
    false of what only describes texts: there no column is one.

    >>> choose_columns(["text", "publication", "source"], {}).notes
    ('no outlet: did you mean --column outlet=publication or --column outlet=source?',)
    >>> choose_columns(["Full Text", "outlet"], {}).notes
    ("text is read from the column 'Full Text'; --column text=NAME chooses another",)
    """
    chosen: dict[str, str] = {}
    names, taken = _Names(found), chosen.values()
    for name, wanted in mapping.items():
        column = wanted if wanted in found else names.named(wanted)
        if column is not None:
            chosen[name] = column
    for signs, fields in KNOWN:
        if signs <= names.whole.keys():
            for name, wanted in fields.items():
                column = names.named(wanted, taken)
                if name not in mapping and name not in chosen and column is not None:
                    chosen[name] = column
            break
    for name, aliases in ALIASES.items():
        if name not in mapping and name not in chosen:
            column = next((c for alias in aliases if (c := names.named(alias, taken)) is not None), None)
            if column is not None:
                chosen[name] = column
    used: list[str] = []
    notes: list[str] = []
    asked: dict[str, tuple[str, ...]] = {}
    for name, synonyms in SYNONYMS.items():
        if name in mapping or name in chosen or (name == "text" and not text):
            continue
        fitting = dict.fromkeys(c for wanted in synonyms if (c := names.named(wanted, taken, nested=True)) is not None)
        if len(fitting) == 1:
            (chosen[name],) = fitting
            used.append(f"{name} is read from the column {chosen[name]!r}")
        elif fitting:
            asked[name] = tuple(fitting)
            choices = [f"--column {name}={c}" for c in fitting]
            notes.append(f"no {name}: did you mean {', '.join(choices[:-1])} or {choices[-1]}?")
        elif name == "outlet" and "text" in chosen and (url := chosen.get("url") or names.named("url")):
            notes.append(f"no outlet: did you mean --column outlet={url}, of which the host is taken?")
    if not text:
        chosen.pop("text", None)
    if used:
        chosen_name = used[0].partition(" ")[0]
        notes.insert(0, f"{'; '.join(used)}; --column {chosen_name}=NAME chooses another")
    return Choice(chosen, tuple(notes), asked)


def text_columns(found: Sequence[str], mapping: Mapping[str, str]) -> Choice:
    """As :func:`choose_columns`; raises :class:`UnusableError` without a text column or without a mapped one."""
    choice = choose_columns(found, mapping)
    missing = missing_columns(found, mapping)
    if missing:
        raise UnusableError("; ".join(missing))
    if "text" not in choice.columns:
        raise UnusableError(no_text(found, choice))
    return choice


def no_text(found: Sequence[str], choice: Choice) -> str:
    """Why no column of ``found`` is the text, and what to do."""
    if "text" in choice.asked:
        ways = " or ".join(f"--column text={c}" for c in choice.asked["text"])
        return f"two columns can be the text: write {ways}"
    plain = {_plain(c) for c in found}
    for signs, what in _LISTS:
        if signs <= plain:
            return (
                f"{what} holds titles and addresses, no texts: get the pages, put their texts into a column 'text' "
                f"and read again {_list(found)}"
            )
    return f"no column 'text' {_list(found)}; name the one that holds it with --column text=NAME"


def missing_columns(found: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """A message for each mapped column that is not there."""
    messages = []
    names = _Names(found)
    for name, wanted in mapping.items():
        if wanted not in found and names.named(wanted) is None:
            messages.append(f"no column {wanted!r} for --column {name}={wanted}. {nearest(wanted, found, shown=40)}")
    return messages


def _list(found: Sequence[str]) -> str:
    return f"(columns found: {', '.join(found) or 'none'})"


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


class _Names:
    """Columns by what their names have in common with other spellings of them (:func:`_plain`)."""

    def __init__(self, found: Iterable[str]) -> None:
        self.whole: dict[str, list[str]] = {}
        self._inner: dict[str, list[str]] = {}
        for column in found:
            self.whole.setdefault(_plain(column), []).append(column)
            if "." in column:
                self._inner.setdefault(_plain(column.rpartition(".")[2]), []).append(column)

    def named(self, wanted: str, taken: Iterable[str] = (), *, nested: bool = False) -> str | None:
        """The first column of this name that is not ``taken``; ``nested``: or within something ("_source.title")."""
        plain = _plain(wanted)
        fitting = [*self.whole.get(plain, ()), *(self._inner.get(plain, ()) if nested else ())]
        return next((c for c in fitting if c not in taken), None)


def unique(header: Iterable[str]) -> list[str]:
    """Names of columns without blanks around them, each once; those that are empty stay so.

    >>> unique(["text", " date", "text"])
    ['text', 'date', 'text_2']
    """
    names: dict[str, None] = {}
    found: list[str] = []
    last: Counter[str] = Counter()
    for name in (h.strip() for h in header):
        unique = name
        while unique in names and name:
            last[name] += 1
            unique = f"{name}_{last[name] + 1}"
        names[unique] = None
        found.append(unique)
    return found


def split_row(row: Mapping[str, str], chosen: Mapping[str, str]) -> tuple[str, dict[str, str], dict[str, str]]:
    """Text, other fields and extra columns of a row; what is empty or a mark for "missing" is left out.

    Extra columns lose only what is empty: "NA" is a country.
    """
    given = {field: row[column] for field, column in chosen.items() if column in row}
    given = {field: value for field, value in given.items() if value.strip().casefold() not in _MISSING}
    used = set(chosen.values())
    extra = {c: v for c, v in row.items() if c not in used and c.strip() and v.strip()}
    return given.pop("text", ""), given, extra


def as_string(value: object) -> str:
    """A typed value of JSON or Parquet as a string; what is missing is the empty string."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))  # a column of whole numbers with gaps comes as floats
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def flat(row: Mapping[str, object]) -> dict[str, object]:
    """``row`` with the members of objects inside it beside them, as ``source.name``; the objects stay.

    >>> flat({"source": {"name": "Post"}, "text": "It rained."})
    {'source': {'name': 'Post'}, 'text': 'It rained.', 'source.name': 'Post'}
    """
    inner: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            inner |= {f"{key}.{name}": v for name, v in value.items() if not isinstance(v, (dict, list))}
    return {**row, **{key: v for key, v in inner.items() if key not in row}}

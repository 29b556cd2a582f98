"""The articles of a store as a corpus whose texts are read when they are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from framing.errors import InputError
from framing.store.reader import Store
from framing.units import COPIES
from framing.values import Article, Corpus

__all__ = ["StoredArticle", "Texts", "article_of", "stored_corpus"]

HELD = 4
"""Partitions whose texts are held at a time."""


_NOTHING: dict[str, str] = {}


class StoredArticle(Article):
    """An article whose text is read when it is looked at. Changed (``dataclasses.replace``), it is a plain article."""

    __slots__ = ("_texts",)
    _texts: Texts

    def __new__(cls, texts: Texts | None = None, **about: Any) -> Article:  # type: ignore[misc]
        """An article of a store, by ``texts``; without them, as ``replace`` asks for, a plain one."""
        return Article(**about) if texts is None else object.__new__(cls)

    def __init__(self, texts: Texts, **about: Any) -> None:
        object.__setattr__(self, "original", _NOTHING)  # a store does not keep what reading mended
        for name, value in about.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_texts", texts)

    @property
    def text(self) -> str:
        """The text, from the store."""
        return self._texts.of(self.id)

    def __hash__(self) -> int:
        return hash(self.id)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Article) and _values(self) == _values(other))

    def __reduce__(self) -> tuple[Any, ...]:
        return Article, _values(self)


def _values(a: Article) -> tuple[Any, ...]:
    return a.id, a.text, a.title, a.outlet, a.date, a.url, a.extra, a.duplicate_of, a.original


class Texts:
    """Texts by article, a few partitions held at a time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.partition: dict[str, int] = {}
        self._held: dict[int, dict[str, str]] = {}

    def of(self, article_id: str) -> str:
        """The text of an article."""
        number = self.partition[article_id]
        if number not in self._held:
            if len(self._held) >= HELD:
                self._held.pop(next(iter(self._held)))
            table = self.store.partition("articles", number, ["article_id", "text"])
            pairs = zip(table["article_id"].to_pylist(), table["text"].to_pylist(), strict=True)
            self._held[number] = dict(pairs)
        return self._held[number][article_id]


def stored_corpus(
    store: Store, texts: Texts, original: Mapping[str, str] | None = None, groups: Mapping[str, str] | None = None
) -> Corpus:
    """The articles in order of their ids; ``original`` and ``groups`` say which are copies of one text."""
    found = []
    same: dict[str, str] = {}  # outlets, events and the like are held once
    for number in range(len(store.records)):
        table = store.partition("articles", number, ["article_id", "title", "outlet", "date", "url", "extra"])
        for row in table.to_pylist():
            texts.partition[row["article_id"]] = number
            found.append(
                StoredArticle(
                    texts,
                    id=row["article_id"],
                    title=row["title"],
                    outlet=same.setdefault(row["outlet"], row["outlet"]),
                    date=dt.date.fromisoformat(row["date"]) if row["date"] else None,
                    url=row["url"],
                    extra={
                        same.setdefault(k, k): same.setdefault(v, v)
                        for k, v in (dict(row["extra"] or ()) | _group(row["article_id"], groups)).items()
                    },
                    duplicate_of=(original or {}).get(row["article_id"]),
                )
            )
    found.sort(key=lambda a: a.id)
    return Corpus(tuple(found))


def _group(article_id: str, groups: Mapping[str, str] | None) -> dict[str, str]:
    """The column of near-copies; one that the input gives stays."""
    return {COPIES: groups[article_id]} if groups and article_id in groups else {}


def article_of(row: dict[str, object]) -> Article:
    """The article of a row of ``articles``."""
    date, extra = row.get("date"), row.get("extra") or []
    if not isinstance(extra, list):
        raise InputError("extra is a map")
    return Article(
        id=str(row["article_id"]),
        text=str(row["text"]),
        title=_given(row.get("title")),
        outlet=_given(row.get("outlet")),
        date=dt.date.fromisoformat(str(date)) if date else None,
        url=_given(row.get("url")),
        extra={str(k): str(v) for k, v in extra},
    )


def _given(value: object) -> str | None:
    return None if value is None else str(value)

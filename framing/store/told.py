"""Statements with the speakers that the corpus knows, of those articles alone of which it knows another thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.join import Join, joined
from framing.join.unnamed import fighters
from framing.occasion import access_of, same_access
from framing.resolve import Project
from framing.resolve.roles import CorpusRoles
from framing.statement_json import from_line
from framing.store.articles import article_of
from framing.store.reader import Store
from framing.store.slots import Slots, slots_of
from framing.values import Article, Speaker, SpeakerType, Statement

__all__ = ["Told"]


class Told:
    """What the corpus tells of the speakers of its articles: :meth:`see` all partitions, then ask."""

    def __init__(self, join: Join, project: Project, dates: Mapping[str, dt.date | None]) -> None:
        self._join, self._project, self._dates = join, project, dates
        self._roles = CorpusRoles(dates)
        self._same: dict[Speaker, Speaker] = {}

    def see(self, store: Store, number: int) -> Slots:
        """Take in who speaks in a partition."""
        table = store.readable("statements", number, ["article_id", "record"])
        slots = slots_of(table["article_id"], table["record"], self._same)
        for article_id, who in slots.each():
            self._roles.see_speaker(article_id, self._joined(article_id, who))
        return slots

    def changed(self, slots: Slots, content: Mapping[str, str]) -> tuple[NDArray[np.bool_], dict[str, str]]:
        """For each of ``slots.speaker`` whether the corpus knows it otherwise; a hash of all that is told by article.

        ``content`` gives a hash of each article and its rows.
        """
        hashes = {i: blake2b(c.encode(), digest_size=16) for i, c in content.items()}
        others = np.zeros(len(slots.speakers), dtype=bool)
        for at, (article_id, who) in enumerate(slots.each()):
            if not who.named and who.type is not SpeakerType.GROUP:
                others[at] = True  # told apart from those of other articles, by what its own article says
                continue
            new = self._speaker(article_id, who)
            if new != who:
                others[at] = True
                hashes[article_id].update(f"{at}".encode())
                hashes[article_id].update(repr(new).encode("utf-8", "replace"))
        return others[slots.speaker], {i: h.hexdigest() for i, h in hashes.items()}

    def statements(
        self, store: Store, number: int, rows: NDArray[np.int32], wanted: Collection[str]
    ) -> Iterator[tuple[Statement, str]]:
        """These statements of a partition, of the articles that are ``wanted``, as the corpus has them.

        With how their words reached the outlet, which their own row tells of most: no text is read for it.
        """
        if not len(rows) or not wanted:
            return
        table = store.readable("statements", number, ["article_id", "access", "record"]).take(pa.array(np.unique(rows)))
        table = table.filter(pc.is_in(table["article_id"], pa.array(sorted(wanted), pa.string())))
        if not table.num_rows:
            return
        articles: dict[str, Article] = {}
        plain = list(map(from_line, table["record"].to_pylist()))
        made = joined(plain, self._join, self._project, self._dates)
        for own, one, access in zip(plain, made, table["access"].to_pylist(), strict=True):
            s = self._roles.told(one)
            if self._project.actors:  # what the project says of an office wins over what the articles say
                s = s.with_speakers(partial(self._project.apply, on=self._dates.get(s.article_id)))
            if same_access(own, s):
                yield s, access
                continue
            articles = articles or _articles(store, number, wanted)
            yield s, access_of(s, articles[s.article_id]).value

    def _joined(self, article_id: str, who: Speaker) -> Speaker:
        if who.named:
            return self._join.speaker(article_id, who, self._project, self._dates.get(article_id))
        return fighters(who) if who.type is SpeakerType.GROUP else who

    def _speaker(self, article_id: str, who: Speaker) -> Speaker:
        told = self._roles.speaker(article_id, self._joined(article_id, who))
        return self._project.apply(told, self._dates.get(article_id)) if self._project.actors else told


def _articles(store: Store, number: int, wanted: Collection[str]) -> dict[str, Article]:
    """Those of a partition that are wanted."""
    table = store.readable("articles", number, ["article_id", "text", "title", "outlet", "date", "extra"])
    kept = table.filter(pc.is_in(table["article_id"], pa.array(sorted(wanted), pa.string())))
    return {row["article_id"]: article_of(row) for row in kept.to_pylist()}

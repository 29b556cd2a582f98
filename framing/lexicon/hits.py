"""Where a lexicon's entries stand in a corpus: one row a hit, with the voice it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import InputError, LexiconError
from framing.lexicon.entries import Lexicon, Match
from framing.lexicon.matching import Compiled, NestedScope, compile_lexicons, without_nested
from framing.lexicon.names import Capitals, inside_spans
from framing.lexicon.read import valence_shifters
from framing.lexicon.shifters import NEAR, Window, shifted
from framing.lexicon.trie import Found, find
from framing.values import Corpus, Span

__all__ = ["HIT_COLUMNS", "hits"]

_FROM_VOICES = (
    "article_id", "field", "block", "sentence", "voice", "statement_id", "speaker_id", "speaker", "type", "side",
)  # fmt: skip
HIT_COLUMNS = (
    "lexicon", "category", "entry", "weight", *_FROM_VOICES, "start", "end", "text", "in_name", "negated",
    "amplified", "adversative", "shifter", "run",
)  # fmt: skip

NameSpans = Mapping[tuple[str, str], Sequence[Span]]
"""Spans of names by ``(article_id, field)``."""

PosTags = Mapping[tuple[str, str], Sequence[tuple[int, int, str]]]
"""Part of speech of words, ``(start, end, tag)``, by ``(article_id, field)``."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One field of one article: its text and the rows of the voices table that cover it."""

    text: str
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sentences: NDArray[np.int64]


def hits(
    voices_table: pd.DataFrame,
    corpus: Corpus,
    lexicons: Sequence[Lexicon],
    *,
    match: Match | None = None,
    nested_scope: NestedScope = NestedScope.CATEGORY,
    window: Window = NEAR,
    names: NameSpans | None = None,
    pos: PosTags | None = None,
) -> pd.DataFrame:
    """Every hit of every lexicon, in order of articles and places, as a table.

    A hit takes voice, statement and speaker from the run of words (the row of ``voices_table``, its
    position is in ``run``) that it stands in; the words of one hit stand in one run. ``in_name``
    says whether it is part of a proper name: by ``names`` where spans are given for the place,
    otherwise by capitals. ``negated``, ``amplified`` (amplifiers less downtoners) and
    ``adversative`` (+1 after a "but", -1 before one) say what stands around it within ``window``,
    and ``shifter`` by which words. An entry limited to a part of speech matches only words tagged so
    by ``pos`` (its first word decides); where no tags are given for a place, the limit is not applied.
    Columns are :data:`HIT_COLUMNS`.

    Raises a :class:`~framing.errors.LexiconError`: two lexicons have the same name; an
    :class:`~framing.errors.InputError`: the table is of another corpus.
    """
    _check_names(lexicons)
    compiled = compile_lexicons((*lexicons, valence_shifters()), match=match)
    shifter_lexicon = len(lexicons)
    parts: list[dict[str, NDArray[np.generic] | list[object]]] = []
    for key, place in _places(voices_table, corpus):
        found = find(compiled.trie, place.text)
        if len(found.pattern):
            if compiled.cased[found.pattern].any():
                found = _cased(place.text, found, compiled)
            if pos is not None and key in pos:
                found = _tagged(found, compiled, {start: tag for start, _, tag in pos[key]})
            spans = None if names is None else names.get(key)
            parts.append(_of_place(place, found, compiled, shifter_lexicon, nested_scope, window, spans))
    return _table(parts, voices_table, lexicons, compiled)


def _tagged(found: Found, compiled: Compiled, tags: Mapping[int, str]) -> Found:
    """The matches without those whose entry asks for another part of speech than its first word has."""
    wanted = [compiled.entries[e].pos for e in compiled.entry[found.pattern].tolist()]
    starts = found.words[found.first, 0].tolist()
    kept = np.array([p is None or tags.get(s, p) == p for p, s in zip(wanted, starts, strict=True)], dtype=bool)
    return replace(found, pattern=found.pattern[kept], first=found.first[kept], last=found.last[kept])


def _cased(text: str, found: Found, compiled: Compiled) -> Found:
    """The matches without those in another case than their entry asks for: small letters, capitals, or a first one."""
    kept = np.ones(len(found.pattern), dtype=bool)
    for i in np.flatnonzero(compiled.cased[found.pattern]).tolist():
        term = compiled.entries[compiled.entry[found.pattern[i]]].term
        words = text[found.words[found.first[i], 0] : found.words[found.last[i], 1]]
        kept[i] = (words.islower(), words.isupper()) == (term.islower(), term.isupper())
    return replace(found, pattern=found.pattern[kept], first=found.first[kept], last=found.last[kept])


def _check_names(lexicons: Sequence[Lexicon]) -> None:
    names = [lexicon.name for lexicon in lexicons]
    for name in names:
        if names.count(name) > 1:
            raise LexiconError(f"two lexicons are named '{name}'; give one another name")


def _places(table: pd.DataFrame, corpus: Corpus) -> Iterator[tuple[tuple[str, str], _Place]]:
    """The fields that a voices table covers, in its order; its rows lie together for each."""
    article, field = table["article_id"].to_numpy(), table["field"].to_numpy()
    starts, ends = table["start"].to_numpy(np.int64), table["end"].to_numpy(np.int64)
    sentences = table["sentence"].to_numpy(np.int64)
    if len(article) == 0:
        return
    new = np.flatnonzero((article[1:] != article[:-1]) | (field[1:] != field[:-1])) + 1
    for lo, hi in zip([0, *new.tolist()], [*new.tolist(), len(article)], strict=True):
        try:
            source = corpus[article[lo]]
        except KeyError:
            raise InputError(f"the voices table has an article '{article[lo]}' that the corpus lacks.") from None
        text = source.field_text(field[lo])
        yield (article[lo], field[lo]), _Place(text, np.arange(lo, hi), starts[lo:hi], ends[lo:hi], sentences[lo:hi])


def _of_place(
    place: _Place,
    found: Found,
    compiled: Compiled,
    shifter_lexicon: int,
    scope: NestedScope,
    window: Window,
    names: Sequence[Span] | None,
) -> dict[str, NDArray[np.generic] | list[object]]:
    """Hits of one field as columns; entries and runs are numbers still."""
    word_run = np.searchsorted(place.starts, found.words[:, 0], side="right") - 1
    # The table may be a selection of runs: words after the end of one are in none.
    word_run[(word_run >= 0) & (found.words[:, 0] >= place.ends[word_run])] = -1
    kept = without_nested(found, compiled, scope)
    kept = kept[(word_run[found.first[kept]] >= 0) & (word_run[found.first[kept]] == word_run[found.last[kept]])]
    is_shifter = compiled.lexicon[found.pattern[kept]] == shifter_lexicon
    shifters, kept = kept[is_shifter], kept[~is_shifter]
    sentence = np.where(word_run >= 0, place.sentences[word_run], -1)
    first, last = found.first[kept], found.last[kept]
    start, end = found.words[first, 0], _trimmed(place.text, found, compiled, kept)
    if names is None:
        starts_sentence = np.concatenate([[True], np.diff(sentence) != 0])
        capitals = Capitals(place.text, found.words, starts_sentence)
        in_name = [capitals.holds(a, b) for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    else:
        in_name = [inside_spans(names, a, b) for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    around = shifted(
        place.text,
        found.words,
        sentence,
        (first, last),
        (found.first[shifters], found.last[shifters]),
        [compiled.entries[e].category for e in compiled.entry[found.pattern[shifters]].tolist()],
        window,
    )
    return {
        "entry": compiled.entry[found.pattern[kept]],
        "lexicon": compiled.lexicon[found.pattern[kept]],
        "run": place.rows[word_run[first]],
        "start": start,
        "end": end,
        "text": [place.text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)],
        "in_name": np.array(in_name, dtype=bool),
        "negated": around.negated,
        "amplified": around.amplified,
        "adversative": around.adversative,
        "shifter": list(around.words),
    }


def _trimmed(text: str, found: Found, compiled: Compiled, kept: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ends of hits, without the ``'s`` of a possessive that the entry itself does not have."""
    ends: NDArray[np.int64] = found.words[found.last[kept], 1].copy()
    for i, (end, pattern) in enumerate(zip(ends.tolist(), found.pattern[kept].tolist(), strict=True)):
        if text[end - 2 : end].lower() in ("'s", "’s") and not compiled.final[pattern].endswith(("'s", "*", "?")):
            ends[i] = end - 2
    return ends


def _table(
    parts: Sequence[dict[str, NDArray[np.generic] | list[object]]],
    voices_table: pd.DataFrame,
    lexicons: Sequence[Lexicon],
    compiled: Compiled,
) -> pd.DataFrame:
    def joined(name: str, kind: str) -> NDArray[Any]:
        pieces = [np.asarray(p[name], dtype=kind) for p in parts]
        return np.concatenate(pieces) if pieces else np.zeros(0, dtype=kind)

    entry, run = joined("entry", "int64"), joined("run", "int64")
    taken = voices_table[list(_FROM_VOICES)].take(run).reset_index(drop=True)
    lexicon_names = np.array([x.name for x in lexicons], dtype=object)
    terms = np.array([e.term for e in compiled.entries], dtype=object)
    categories = np.array([e.category for e in compiled.entries], dtype=object)
    weights = np.array([np.nan if e.weight is None else e.weight for e in compiled.entries], dtype=np.float64)
    columns: dict[str, pd.Series] = {
        "lexicon": pd.Series(lexicon_names[joined("lexicon", "int64")], dtype="str"),
        "category": pd.Series(categories[entry], dtype="str"),
        "entry": pd.Series(terms[entry], dtype="str"),
        "weight": pd.Series(weights[entry]),
        **{name: taken[name] for name in _FROM_VOICES},
        "start": pd.Series(joined("start", "int64")),
        "end": pd.Series(joined("end", "int64")),
        "text": pd.Series([t for p in parts for t in p["text"]], dtype="str"),
        "in_name": pd.Series(joined("in_name", "bool")),
        "negated": pd.Series(joined("negated", "bool")),
        "amplified": pd.Series(joined("amplified", "int64")),
        "adversative": pd.Series(joined("adversative", "int64")),
        "shifter": pd.Series([t for p in parts for t in p["shifter"]], dtype="str"),
        "run": pd.Series(run),
    }
    return pd.DataFrame(columns)[list(HIT_COLUMNS)]

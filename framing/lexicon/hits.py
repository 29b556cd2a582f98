"""Where a lexicon's entries stand in a corpus: one row a hit, with the voice it stands in.

One passage of text is one label in one lexicon, the longest: a match that lies inside a longer one of the same lexicon
is not counted ("united states" inside "united states of america", "terrorists" inside "Islamic terrorists"), whatever
its category; of two entries of one category on the same words the more exact one is. Matches that cross without one
lying inside the other both count, and so do matches of the same words in two categories, once in each.
:attr:`NestedScope.CATEGORY` looks for the longest within each category alone. Both rules are quanteda's,
``tokens_lookup`` with ``nested_scope = "dictionary"`` and ``"key"``, on tokens with punctuation kept: the words of an
entry match only words that white space parts, or the marks that the entry itself has.
"""

from __future__ import annotations

import operator
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.attribute.annotation import PosTags
from framing.errors import InputError, LexiconError
from framing.lexicon.around import NEAR, Capitals, Window, inside_spans, shifted
from framing.lexicon.entries import GAP, Case, Entry, Lexicon, Match, split_entry
from framing.lexicon.read import valence_shifters
from framing.lexicon.trie import LEMMA, Found, Trie, find
from framing.subject import Subject, tags_of, voices_and_corpus
from framing.values import Corpus, Span
from framing.words import without_possessive

__all__ = ["HIT_COLUMNS", "Compiled", "NestedScope", "compile_lexicons", "hits", "pos_tags", "without_nested"]


class NestedScope(StrEnum):
    """Where the longest match wins: within a whole lexicon, or within each category alone."""

    LEXICON = "lexicon"
    CATEGORY = "category"


@dataclass(frozen=True)
class Compiled:
    """A trie over several lexicons, and for each of its patterns where it comes from.

    ``entry`` numbers the entries of all lexicons one after the other, ``category`` their categories;
    ``rank`` is smaller for the more exact of two patterns; ``final`` is a pattern's last word, and
    ``cased`` says whether case matters.
    """

    trie: Trie
    entries: tuple[Entry, ...]
    entry: NDArray[np.int64]
    category: NDArray[np.int64]
    lexicon: NDArray[np.int64]
    rank: NDArray[np.int64]
    final: tuple[str, ...]
    cased: NDArray[np.bool_]


def compile_lexicons(lexicons: Sequence[Lexicon], *, match: Match | None = None) -> Compiled:
    """Lexicons made ready for :func:`framing.lexicon.trie.find`.

    ``match`` overrides how the entries themselves say that they match.
    """
    patterns: list[tuple[str, ...]] = []
    entry_of: list[int] = []
    category_of: list[int] = []
    lexicon_of: list[int] = []
    entries: list[Entry] = []
    first_category = 0
    for number, lexicon in enumerate(lexicons):
        categories = {name: first_category + i for i, name in enumerate(lexicon.category_names)}
        for entry in lexicon:
            for words in _patterns(entry, match or entry.match):
                patterns.append(words)
                entry_of.append(len(entries))
                category_of.append(categories[entry.category])
                lexicon_of.append(number)
            entries.append(entry)
        first_category += len(categories)
    exactness = [(sum(w.count("*") + w.count("?") for w in p), -sum(map(len, p)), i) for i, p in enumerate(patterns)]
    rank = np.empty(len(patterns), dtype=np.int64)
    rank[sorted(range(len(patterns)), key=exactness.__getitem__)] = np.arange(len(patterns))
    return Compiled(
        Trie.of(patterns),
        tuple(entries),
        np.array(entry_of, dtype=np.int64),
        np.array(category_of, dtype=np.int64),
        np.array(lexicon_of, dtype=np.int64),
        rank,
        tuple(p[-1].removeprefix(LEMMA) for p in patterns),
        np.array([entries[e].case is Case.EXACT for e in entry_of], dtype=bool),
    )


_MOST_SPELLINGS = 100_000
"""Spellings that a trie may know by heart, after which it is made anew."""


class _Kept(threading.local):
    """The lexicons that a thread compiled last: articles come some at a time, with the same lexicons."""

    def __init__(self) -> None:
        self._of: tuple[tuple[Lexicon, ...], Match | None] = (), None
        self._compiled: Compiled | None = None

    def compiled(self, lexicons: tuple[Lexicon, ...], match: Match | None) -> Compiled:
        """The lexicons made ready, again where they are the very same."""
        kept, how = self._of
        same = how is match and len(kept) == len(lexicons) and all(map(operator.is_, kept, lexicons))
        if not same or self._compiled is None or len(self._compiled.trie.known) > _MOST_SPELLINGS:
            self._compiled, self._of = compile_lexicons(lexicons, match=match), (lexicons, match)
        return self._compiled


_KEPT = _Kept()


def _patterns(entry: Entry, match: Match) -> list[tuple[str, ...]]:
    """The folded word sequences that count as an entry, without repeats."""
    words = split_entry(entry.term)
    if match is Match.LEMMA:
        words = tuple(w if "*" in w or "?" in w or w.startswith(GAP) else LEMMA + w for w in words)
    return list(dict.fromkeys([words, *(split_entry(f) for f in entry.forms if split_entry(f))]))


def without_nested(found: Found, compiled: Compiled, scope: NestedScope) -> NDArray[np.int64]:
    """Indices of the matches that count, in order of the text."""
    kept = _longest(found, compiled, compiled.category[found.pattern], np.arange(len(found.pattern)))
    if scope is NestedScope.LEXICON:
        kept = _longest(found, compiled, compiled.lexicon[found.pattern], kept, among_equals=True)
    order = np.lexsort((compiled.entry[found.pattern[kept]], -found.last[kept], found.first[kept]))
    return kept[order]


def _longest(
    found: Found,
    compiled: Compiled,
    group: NDArray[np.int64],
    candidates: NDArray[np.int64],
    *,
    among_equals: bool = False,
) -> NDArray[np.int64]:
    """Candidates that lie inside no other of their group; of equal ones the first, or all ``among_equals``."""
    if len(candidates) == 0:
        return candidates
    first, last = found.first[candidates], found.last[candidates]
    order = np.lexsort((compiled.rank[found.pattern[candidates]], -last, first, group[candidates]))
    c = candidates[order]
    first, last, g = found.first[c], found.last[c], group[c]
    # Sorted so, a match lies inside an earlier one exactly if an earlier one of its group ends as late.
    reach = g * (int(last.max()) + 2) + last + 1
    so_far = np.concatenate([[-1], np.maximum.accumulate(reach)[:-1]])
    if among_equals:
        new = np.concatenate([[True], (np.diff(g) != 0) | (np.diff(first) != 0) | (np.diff(last) != 0)])
        so_far = so_far[np.flatnonzero(new)][np.cumsum(new) - 1]
    kept: NDArray[np.int64] = c[so_far < reach]
    return kept


_FROM_VOICES = (
    "article_id", "field", "block", "sentence", "voice", "statement_id", "speaker_id", "speaker", "type", "side",
)  # fmt: skip
HIT_COLUMNS = (
    "lexicon", "category", "entry", "weight", *_FROM_VOICES, "start", "end", "text", "in_name", "negated",
    "amplified", "adversative", "shifter", "run",
)  # fmt: skip

NameSpans = Mapping[tuple[str, str], Sequence[Span]]
"""Spans of names by ``(article_id, field)``."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One field of one article: its text and the rows of the voices table that cover it."""

    text: str
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sentences: NDArray[np.int64]


def hits(
    subject: Subject,
    lexicons: Lexicon | Sequence[Lexicon],
    *,
    corpus: Corpus | None = None,
    match: Match | None = None,
    nested_scope: NestedScope = NestedScope.LEXICON,
    window: Window = NEAR,
    names: NameSpans | None = None,
    pos: PosTags | None = None,
) -> pd.DataFrame:
    """Every hit of one lexicon or several, in order of articles and places, as a table.

    ``subject`` is an analysis, statements, or a voices table, with ``corpus`` where it does not remember its articles.
    ``nested_scope`` says where the longest match wins: in the whole lexicon, or within each category alone.
    A hit takes voice, statement and speaker from the run of words (the row of the voices table, its
    position is in ``run``) that it stands in; the words of one hit stand in one run. ``in_name``
    says whether it is part of a proper name: by ``names`` where spans are given for the place,
    otherwise by capitals. ``negated``, ``amplified`` (amplifiers less downtoners) and
    ``adversative`` (+1 after a "but", -1 before one) say what stands around it within ``window``,
    and ``shifter`` by which words. An entry limited to a part of speech matches only words tagged so
    by ``pos``, by default the tags that statements keep (its first word decides); where there are no tags for a place,
    the limit is not applied.
    Columns are :data:`HIT_COLUMNS`.

    Raises a :class:`~framing.errors.LexiconError`: two lexicons have the same name; an
    :class:`~framing.errors.InputError`: the table is of another corpus.
    """
    lexicons = listed(lexicons)
    _check_names(lexicons)
    voices_table, corpus = voices_and_corpus(subject, corpus, purpose="hits")
    pos = pos_tags(subject, lexicons) if pos is None else pos
    compiled = _KEPT.compiled((*lexicons, valence_shifters()), match)
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


def pos_tags(subject: Subject, lexicons: Sequence[Lexicon]) -> PosTags | None:
    """The tags that statements keep, where an entry of a lexicon is limited to a part of speech."""
    limited = any(entry.pos for lexicon in lexicons for entry in lexicon.entries)
    return tags_of(subject) if limited else None


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


def listed(lexicons: Lexicon | Sequence[Lexicon]) -> tuple[Lexicon, ...]:
    """One lexicon or several, as several."""
    return (lexicons,) if isinstance(lexicons, Lexicon) else tuple(lexicons)


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
        if text[end - 1] in "sS" and not compiled.final[pattern].endswith(("'s", "*", "?")):
            start = int(found.words[found.last[kept[i]], 0])
            ends[i] = start + len(without_possessive(text[start:end]))
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

"""Numbers about the same thing on which the articles of an event differ: "3,000 to 5,000 fighters", "up to 4,000 men".

A figure is a number, a range or a bound ("up to", "more than", "at least") before what is counted, the words up to the
next function word or mark. Two figures are about the same where the sentences share enough of what is rare in them and
the things counted have a head in common or mean about the same; years, dates, ages and times of day are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.errors import ComparisonError
from framing.events.quotes import words_of
from framing.events.same import stem_weights
from framing.events.shared import events_of
from framing.function_words import FUNCTION_WORDS
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, voices_table
from framing.tables import require_columns
from framing.terms import normal_form, stem
from framing.text_vectors import text_vectors
from framing.values import Voice
from framing.words import find_tokens

__all__ = ["FIGURE_COLUMNS", "Figure", "differing_figures", "find_figures"]

FIGURE_COLUMNS = (
    "figure_id", "event", "article_id", "outlet", "date", "voice", "speaker", "cue", "figure", "at_least", "at_most",
    "counted", "text",
)  # fmt: skip

_NEEDED = ("article_id", "field", "sentence", "start", "end", "voice", "text", "speaker")

_SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: float(n) for n, word in enumerate(_SMALL.split(), 1)},
    "eighteen": 18.0,
    "nineteen": 19.0,
    **{word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)},
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9}
_NUMBER = rf"(?:[$£€]\s?)?(?:\d(?:[\d,]*\d)?(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b)(?:[ -](?:{'|'.join(_SCALES)})\b)?"
_BOUND = r"\b(?:up to|as many as|at most|fewer than|less than|under|more than|at least|over|as few as)\s+"
_SHARE = r"\s?%|\s(?:percent|per cent)\b"
_FIGURE = re.compile(
    rf"(?P<bound>{_BOUND})?(?<![\w.,:/-])(?<!No\. )(?P<first>{_NUMBER})"
    rf"(?:\s*(?:to|and|or|-|–|—)\s*(?P<second>{_NUMBER}))?(?P<share>{_SHARE})?(?![\w:/]|,\d|\.\d)",
    re.IGNORECASE,
)
_AT_MOST = ("up to", "as many as", "at most", "fewer than", "less than", "under")
_AT_LEAST = ("more than", "at least", "over", "as few as")
_TIMES = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sept
sep oct nov dec year years year-old years-old day days hour hours minute minutes week weeks month months p.m a.m p.m.
a.m. pm am o'clock time times page pages points st nd rd th
"""
_NOT_COUNTED = frozenset(_TIMES.split())
_COUNTED = 4
"""Words after a number that say what is counted, at most."""
_YEARS = (1500, 2100)

_AROUND = 12
"""Words before and after a figure that tell what it is about."""
_SHARED, _COSINE, _LIKE = 9.0, 0.25, 0.55
"""What two figures have in common at least: inverse document frequency of the stems around them, their cosine, and the
cosine of the word vectors of what is counted."""
_FAR, _EQUAL = 3.0, 1.01
"""How many times one figure is the other at most, and at least."""
_NUMERALS = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text: where it stands, the least and the most it may be, its unit, and what is counted."""

    start: int
    end: int
    at_least: float
    at_most: float
    unit: str
    counted: str


def find_figures(text: str) -> Iterator[Figure]:
    """The figures of a text, in order.

    >>> [(f.at_least, f.at_most, f.counted) for f in find_figures("Up to 4,000 armed men and 3 to 5 million refugees.")]
    [(0.0, 4000.0, 'armed men'), (3000000.0, 5000000.0, 'refugees')]
    """
    for match in _FIGURE.finditer(text):
        first, second = _value(match["first"]), _value(match["second"] or "")
        if first is None:
            continue
        money = match["first"][0] in "$£€"
        unit = "%" if match["share"] else match["first"][0] if money else ""
        counted, end = _counted(text, match.end())
        if not unit and (not counted or _is_year(match["first"], first)):
            continue
        low, high = first, first if second is None else second
        if second is not None and low < high and low < 1_000 <= high and not _scaled(match["first"]):
            low *= _scale(match["second"])
        bound = " ".join((match["bound"] or "").casefold().split())
        if bound in _AT_MOST:
            low = 0.0
        elif bound in _AT_LEAST:
            high = np.inf
        if low <= high:
            yield Figure(match.start(), end, low, high, unit, counted)


def differing_figures(
    subject: Subject, *, event: str | Mapping[str, str] | pd.DataFrame | None = None, days: float | None = 3
) -> Result:
    """Figures about the same thing that differ between articles of an event, one row a figure, those together.

    ``subject``, ``event`` and ``days`` are as in :func:`framing.shared_statements`. Columns: ``figure_id``, "F1" and so
    on, one for each thing counted; ``event``, ``article_id``, ``outlet``, ``date``; ``voice``, ``speaker`` and ``cue``,
    whose figure it is (missing in the outlet's own voice); ``figure``, as it is written; ``at_least`` and ``at_most``,
    what it may be, missing where it has no such bound; ``counted``, what is counted; ``text``, the run of words that it
    stands in. That two sentences are about the same thing is a proposal, to be read: see docs/events.md on how often it
    is right. Raises a ComparisonError where there is no text, or an article without an event.
    """
    voices = voices_table(subject, purpose="differing_figures")
    require_columns(voices, _NEEDED, purpose="differing_figures")
    runs = voices[voices["voice"].ne(Voice.NONE.value)].reset_index(drop=True)
    if runs.empty:
        raise ComparisonError("differing_figures reads the words of articles, and the table has none.")
    runs["event"] = events_of(runs, voices, event, subject, days)
    table = _figures(runs)
    group = _same_thing(table) if len(table) else np.zeros(0, dtype=np.int64)
    table["_group"] = group
    kept = table[table["_group"].duplicated(keep=False)].sort_values(
        ["_group", "article_id", "start"], kind="stable", ignore_index=True
    )
    kept["figure_id"] = "F" + pd.Series(pd.factorize(kept["_group"])[0] + 1, index=kept.index).astype("str")
    kept["at_most"] = kept["at_most"].replace(np.inf, np.nan)
    kept["at_least"] = kept["at_least"].mask(kept["at_least"].eq(0) & kept["at_most"].ne(0))
    shown = kept[list(FIGURE_COLUMNS)].astype({"at_least": "float64", "at_most": "float64"})
    lines = kept[["article_id", "field", "start", "end", "voice", "speaker", "cue", "figure_id", "outlet"]]
    corpus, statements = corpus_of(subject), statements_of(subject)
    return result(shown, keys="figure_id", lines=lines, corpus=corpus, statements=statements, more=("outlet",))


def _figures(runs: pd.DataFrame) -> pd.DataFrame:
    """One row a figure: its run, its place in the article, its sentence."""
    number = runs.groupby(["article_id", "field", "sentence"], sort=False, observed=True).ngroup().tolist()
    parts: list[list[str]] = [[] for _ in range(max(number, default=-1) + 1)]
    for n, text in zip(number, runs["text"].tolist(), strict=True):
        parts[n].append(text)
    whole = [" ".join(part) for part in parts]
    sentences = [whole[n] for n in number]
    columns = [
        c for c in ("event", "article_id", "field", "outlet", "date", "voice", "speaker", "cue") if c in runs.columns
    ]
    texts = runs["text"].tolist()
    rows = [(k, f, text[f.start : f.end]) for k, text in enumerate(texts) for f in find_figures(text)]
    at = [k for k, _, _ in rows]
    lacking = [c for c in ("outlet", "date", "cue") if c not in columns]
    table = runs.iloc[at][columns].reset_index(drop=True).reindex(columns=[*columns, *lacking])
    begin = runs["start"].to_numpy()[at] if rows else np.zeros(0, dtype=np.int64)
    table["start"] = begin + np.array([f.start for _, f, _ in rows], dtype=np.int64)
    table["end"] = begin + np.array([f.end for _, f, _ in rows], dtype=np.int64)
    for name in ("at_least", "at_most", "unit", "counted"):
        table[name] = [getattr(f, name) for _, f, _ in rows]
    table["figure"] = [written for _, _, written in rows]
    table["text"] = [texts[k] for k in at]
    table["_around"] = [_around(text, sentences[k]) for k, _, text in rows]
    return table


def _same_thing(table: pd.DataFrame) -> NDArray[np.int64]:
    """A number for the thing that each figure counts, where another article has another figure for it.

    A figure goes with the one of another article whose words around it are most like its own, if that goes with it,
    too. An article that has both figures does not contradict the other one.
    """
    around = stem_weights([words_of(_NUMERALS.sub(" ", t)) for t in table["_around"]])
    held = (around > 0).astype(np.float64)
    size = np.sqrt(np.asarray(around.multiply(around).sum(axis=1)).ravel())
    units = (sparse.diags(1 / np.where(size > 0, size, 1)) @ around).tocsr()
    meaning = text_vectors(table["counted"].tolist())
    heads = np.array([stem(normal_form(c.split()[-1])) if c else "" for c in table["counted"]], dtype=object)
    articles, _ = pd.factorize(table["article_id"])
    value = np.where(np.isinf(table["at_most"]), table["at_least"], table["at_most"]).astype(np.float64)
    group = np.arange(len(table))
    for block in table.groupby(["event", "unit"], sort=False).indices.values():
        cosine = np.asarray((units[block] @ units[block].T).todense())
        enough = np.asarray((around[block] @ held[block].T).todense()) >= _SHARED
        head, own = heads[block], value[block]
        one_head = (head[:, None] == head[None, :]) & (head[:, None] != "")
        unnamed = (table["unit"].to_numpy()[block] != "")[:, None] & ((head[:, None] == "") | (head[None, :] == ""))
        counted = one_head | unnamed | (np.asarray(meaning[block] @ meaning[block].T) >= _LIKE)
        ratio = np.maximum(own[:, None], own[None, :]) / np.maximum(1e-9, np.minimum(own[:, None], own[None, :]))
        elsewhere = articles[block][:, None] != articles[block][None, :]
        score = np.where(enough & counted & elsewhere & (cosine >= _COSINE) & (ratio <= _FAR), cosine, 0.0)
        best = score.argmax(axis=1)
        for a in np.flatnonzero(score.max(axis=1) > 0).tolist():
            b = int(best[a])
            if best[b] == a and a < b and ratio[a, b] > _EQUAL:
                known = [set(own[articles[block] == articles[block[k]]].tolist()) for k in (a, b)]
                if own[b] not in known[0] and own[a] not in known[1]:
                    group[block[b]] = group[block[a]]
    return group


def _around(figure: str, sentence: str) -> str:
    """The words before and after a figure in its sentence."""
    at = max(0, sentence.find(figure))
    before, after = sentence[:at].split()[-_AROUND:], sentence[at + len(figure) :].split()[:_AROUND]
    return " ".join([*before, figure, *after])


def _value(written: str) -> float | None:
    words = re.split(r"[\s-]+", written.strip("$£€ ").casefold())
    if not words[0]:
        return None
    number = _WORDS.get(words[0])
    if number is None:
        try:
            number = float(words[0].replace(",", ""))
        except ValueError:
            return None
    return number * _SCALES.get(words[1], 1.0) if len(words) > 1 else number


def _scale(written: str) -> float:
    words = re.split(r"[\s-]+", written.casefold())
    return _SCALES.get(words[-1], 1.0)


def _scaled(written: str) -> bool:
    return _scale(written) != 1.0


def _is_year(written: str, value: float) -> bool:
    return "," not in written and written.isdigit() and _YEARS[0] <= value <= _YEARS[1]


def _counted(text: str, start: int) -> tuple[str, int]:
    """What is counted after a number, and where it ends; empty where a mark or a function word follows at once."""
    words: list[str] = []
    end = start
    for a, b, is_word in find_tokens(text, start, min(len(text), start + 80)):
        word = text[a:b]
        if not words and word.casefold() == "of":
            continue
        if not is_word or len(words) == _COUNTED or word.casefold() in FUNCTION_WORDS or word[0].isdigit():
            break
        if word.casefold() in _NOT_COUNTED:
            return "", start
        words.append(word)
        end = b
    return " ".join(words), end

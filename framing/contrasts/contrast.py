"""Contrasts: which words and phrases set one group's statements apart from another's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.contrasts.groups import Group, nearest, select_groups
from framing.contrasts.inference import TESTED_BY_ARTICLE, Inference
from framing.contrasts.kwic import lines, tags_of_rows
from framing.contrasts.statistics import PRIOR_WORDS, Prior, pseudo_counts
from framing.contrasts.table import contrast_table, find_units, group_summary
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS, is_function_phrase
from framing.lexicon.hits import PosTags
from framing.tables import require_columns
from framing.terms import Analyser, TermUses, find_terms
from framing.values import Corpus, Voice

__all__ = ["Contrast", "Method", "contrast", "top_terms"]

_COLUMNS = ("article_id", "field", "sentence", "start", "end", "voice", "statement_id", "text")


class Method(StrEnum):
    """What terms are ranked by, most typical of the first group first; the value is the table's column."""

    LOG_ODDS = "z"
    TFIDF = "tfidf_difference"
    CLASS_TFIDF = "class_tfidf_difference"
    LOG_LIKELIHOOD = "log_likelihood"
    CHI_SQUARED = "chi_squared"
    LOG_RATIO = "log_ratio"
    LOG_RATIO_CONSERVATIVE = "log_ratio_conservative"
    PERCENT_DIFFERENCE = "percent_difference"
    JENSEN_SHANNON = "jensen_shannon"


@dataclass(frozen=True, eq=False)
class Contrast:
    """Two groups and their terms.

    ``table`` has one row a term; positive differences stand for the first group:

    - ``term``, ``length`` in words; ``function_words`` is true where it has no other words;
    - ``count_a``, ``count_b`` uses; ``statements_a`` … ``articles_b`` how many hold it;
    - ``rate_a``, ``rate_b``: uses per 1,000 words of the group;
    - ``tfidf_a``, ``tfidf_b``: mean over the group's statements of l2-normalised TF-IDF vectors,
      ``tfidf_difference`` a − b,
      ``class_tfidf_difference`` the same with each group as one document;
    - ``log_odds`` with informative Dirichlet prior, and its ``z``, which takes words as independent: it ranks, it
      tests nothing;
    - ``standard_error``, ``low``, ``high`` of ``log_odds`` from the cluster bootstrap, ``p`` from the cluster
      permutation test, ``q`` its correction with ``weight`` (:mod:`framing.contrasts.inference`), missing where a
      term was not tested (``notes`` say why);
    - ``log_likelihood`` G², ``chi_squared``, ``log_ratio`` (binary), ``log_ratio_conservative``,
      ``percent_difference``, ``jensen_shannon``: see :mod:`framing.contrasts.statistics`;
    - ``quoted_uses`` inside quotation marks, ``paraphrase_uses`` outside them;
    - ``single_statement``: all uses in the two groups are in one statement.

    ``groups`` has one row a group: ``group, rows, statements, articles, words``. A statement of the outlet's
    own voice is a sentence. ``notes`` says what a reader of the table has to know.
    """

    names: tuple[str, str]
    voices: tuple[str, ...]
    method: Method
    analyser: Analyser
    table: pd.DataFrame
    groups: pd.DataFrame
    notes: tuple[str, ...]
    _frame: pd.DataFrame = field(repr=False)
    _positions: NDArray[np.int64] = field(repr=False)
    _group: NDArray[np.int64] = field(repr=False)
    _uses: TermUses = field(repr=False)
    _columns: NDArray[np.int64] = field(repr=False)
    _tags: PosTags | None = field(repr=False)

    def evidence(self, term: str, *, width: int = 50, corpus: Corpus | None = None) -> pd.DataFrame:
        """Every use of a term in the two groups: keyword in context, with a first column ``group``.

        Lines of the first group come first, each in reading order. Raises ComparisonError for a term that
        the table does not hold.
        """
        return self._lines(term, None, width=width, corpus=corpus)

    def kwic(self, term: str, n: int = 5, *, width: int = 50, corpus: Corpus | None = None) -> pd.DataFrame:
        """The first ``n`` uses of a term in each group."""
        return self._lines(term, n, width=width, corpus=corpus)

    def _lines(self, term: str, n: int | None, *, width: int, corpus: Corpus | None) -> pd.DataFrame:
        wanted = self.analyser.look_up(term)
        at = np.flatnonzero(self.table["term"].eq(wanted).to_numpy())
        if not len(at):
            known = self.table["term"].tolist()
            raise ComparisonError(f"{term!r} is not a term of this contrast. {nearest(wanted, known)}")
        column = self._uses.matrix[:, [self._columns[at[0]]]].tocoo()
        rows = np.sort(column.row)
        parts = []
        for g, name in enumerate(self.names):
            here = self._positions[rows[self._group[rows] == g]]
            part = lines(
                self._frame, here.tolist(), wanted,
                analyser=self.analyser, width=width, corpus=corpus, limit=n, tags=self._tags,
            )  # fmt: skip
            part.insert(0, "group", pd.Series(name, index=part.index, dtype="str"))
            parts.append(part)
        return pd.concat(parts, ignore_index=True)


def contrast(
    voices_table: pd.DataFrame,
    groups: tuple[Group, Group],
    *,
    by: str = "speaker",
    voices: Iterable[str] | None = None,
    ngrams: tuple[int, int] = (1, 3),
    analyser: Analyser | None = None,
    method: Method = Method.LOG_ODDS,
    prior: Prior | float = PRIOR_WORDS,
    tags: PosTags | None = None,
    names: tuple[str, str] | None = None,
    min_statements: int = 1,
    inference: Inference | None = TESTED_BY_ARTICLE,
) -> Contrast:
    """Compare the words of two groups of statements.

    ``groups`` are two values of the column ``by`` (or lists of values, boolean masks, filters of the table);
    ``by="voice"`` sets the outlet's own voice against quoted voice. ``voices`` are the voices that count,
    quoted and paraphrase by default, with ``by="voice"`` the two groups. The text of a statement is its rows of
    these voices; no phrase crosses from one row, one sentence or one left-out word to the next.

    TF-IDF is scikit-learn's with its defaults: a document is a statement, idf is fitted on all statements of
    the table (in these voices), a group's score is the mean of its statements' l2-normalised vectors. The
    log-odds ratio has an informative Dirichlet prior in proportion to all those statements, worth ``prior``
    words (Monroe, Colaresi and Quinn 2008), or the :class:`~framing.contrasts.statistics.Prior` that is given; phrases
    compete with phrases of the same length. ``tags`` are needed where the analyser keeps word classes
    (:func:`~framing.contrasts.forms.word_classes`).

    ``inference`` says what is resampled (the article by default) and how; with fewer than ten articles a group there
    are no p-values, and ``Contrast.notes`` says so. None leaves them out.

    Terms in fewer than ``min_statements`` statements of the two groups are left out of the table, not out of
    the totals. Raises ComparisonError for missing columns, unknown values, empty or overlapping groups.
    """
    resampled = [c for c in (inference.cluster, inference.strata) if c is not None] if inference is not None else []
    require_columns(voices_table, [*_COLUMNS, *resampled], purpose="A contrast")
    prior = prior if isinstance(prior, Prior) else Prior(words=prior)
    analyser = analyser or Analyser(ngrams=ngrams)
    chosen = _voices(voices, groups, by=by)
    group, shown = select_groups(voices_table, groups, by=by, names=names)
    positions = np.flatnonzero(voices_table["voice"].isin(chosen).to_numpy())
    used, group = voices_table.iloc[positions], group[positions]
    uses = find_terms(used["text"].tolist(), analyser, tags_of_rows(used, analyser, tags))
    units = find_units(used, group)
    summary = group_summary(shown, group, units, uses)
    for name, words in zip(summary["group"], summary["words"], strict=True):
        if not words:
            raise ComparisonError(f"The group {name!r} has no words in the voices {', '.join(chosen)}.")
    table, columns, tested = contrast_table(
        used, group, units, uses, names=shown, pseudo=pseudo_counts(prior, uses, analyser),
        min_statements=min_statements, inference=inference,
    )  # fmt: skip
    # Ties stay in order of length and first use.
    order = np.lexsort((-table["log_odds"].to_numpy(), -table[method.value].to_numpy()))
    return Contrast(
        names=shown,
        voices=chosen,
        method=method,
        analyser=analyser,
        table=table.take(order).reset_index(drop=True),
        groups=summary,
        notes=(*_notes(summary), tested),
        _frame=voices_table,
        _positions=positions,
        _group=group,
        _uses=uses,
        _columns=columns[order],
        _tags=tags,
    )


def _voices(voices: Iterable[str] | None, groups: tuple[Group, Group], *, by: str) -> tuple[str, ...]:
    if voices is None:
        named = [v for g in groups for v in ([g] if isinstance(g, str) else list(g) if isinstance(g, Sequence) else [])]
        chosen = tuple(dict.fromkeys(named)) if by == "voice" else ()
        return chosen or (Voice.QUOTED.value, Voice.PARAPHRASE.value)
    chosen = tuple(dict.fromkeys([voices] if isinstance(voices, str) else voices))
    known = [v.value for v in Voice]
    for voice in chosen:
        if voice not in known:
            raise ComparisonError(f"There is no voice {voice!r}. {nearest(voice, known)}")
    return chosen


def _notes(summary: pd.DataFrame) -> tuple[str, ...]:
    return tuple(
        f"{name} has one statement only: every difference may be that statement's subject."
        for name, statements in zip(summary["group"], summary["statements"], strict=True)
        if statements == 1
    )


def top_terms(
    found: Contrast,
    n: int = 10,
    *,
    hide: Callable[[str], bool] = is_function_phrase,
    min_statements: int = 1,
) -> pd.DataFrame:
    """The terms most typical of each group by the contrast's method, the first group's first.

    Gives the contrast's columns with ``group`` and ``rank`` in front. Terms that ``hide`` is true of are left
    out, by default those made of function words only. Of terms with the same uses of which one contains the
    other ("kill", "kill them all") one is shown: the longest that neither begins nor ends with a function word.
    """
    column = found.method.value
    parts = []
    for name, sign, side in ((found.names[0], 1, "a"), (found.names[1], -1, "b")):
        scored = found.table.assign(score=sign * found.table[column])
        ranked = scored[(scored["score"] > 0) & (scored[f"statements_{side}"] >= min_statements)]
        ranked = ranked.sort_values(["score", "length", "term"], ascending=[False, False, True])
        kept = _without_nested(ranked, n, hide=hide)
        part = ranked.loc[kept].drop(columns="score").reset_index(drop=True)
        part.insert(0, "rank", np.arange(1, len(part) + 1))
        part.insert(0, "group", pd.Series(name, index=part.index, dtype="str"))
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _without_nested(ranked: pd.DataFrame, n: int, *, hide: Callable[[str], bool]) -> list[int]:
    """Index of the first ``n`` terms to show, of nested terms with the same uses the best one."""
    chosen: list[tuple[int, str, tuple[int, int]]] = []
    counts = zip(ranked["count_a"].tolist(), ranked["count_b"].tolist(), strict=True)
    for index, term, uses in zip(ranked.index.tolist(), ranked["term"].tolist(), counts, strict=True):
        if hide(term):
            continue
        rivals = [k for k, (_, other, its) in enumerate(chosen) if its == uses and _nested(term, other)]
        if not rivals:
            if len(chosen) == n:
                break
            chosen.append((index, term, uses))
        elif all(_clean(term) > _clean(chosen[k][1]) for k in rivals):
            chosen[rivals[0]] = (index, term, uses)
    return [index for index, _, _ in chosen]


def _nested(a: str, b: str) -> bool:
    return f" {a} " in f" {b} " or f" {b} " in f" {a} "


def _clean(term: str) -> tuple[bool, int]:
    words = term.split(" ")
    return words[0] not in FUNCTION_WORDS and words[-1] not in FUNCTION_WORDS, len(words)

"""Contrasts: which words and phrases set one group's statements apart from another's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from html import escape

import numpy as np
import pandas as pd

from framing.attribute.annotation import PosTags
from framing.contrasts.groups import Group, given_rows, select_groups
from framing.contrasts.inference import TESTED_BY_ARTICLE, Inference, Inferred
from framing.contrasts.kwic import OF_ROW, Occurrences, uses_in_rows
from framing.contrasts.statistics import PRIOR_WORDS, Floats, Prior, pseudo_counts
from framing.contrasts.table import contrast_table, find_units, group_summary, rare_note
from framing.contrasts.told import claim, interval_texts
from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS, is_function_phrase
from framing.results import Result, evidence_table, result
from framing.statements import Statements
from framing.subject import Subject, tags_of
from framing.tables import By, columns_of, known_value, require_columns
from framing.terms import Analyser
from framing.units import COPIES
from framing.values import Corpus, Voice
from framing.whose import ATTRIBUTED

__all__ = ["Contrast", "Method", "contrast", "top_terms"]

_SHOWN = ("term", "count_a", "count_b")
_SHOWN_TERMS = 10
"""What a notebook shows of a contrast: columns, and terms of each group."""

_COLUMNS = ("article_id", "field", "sentence", "start", "end", "voice", "statement_id")


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
    - ``log_rate_ratio``: natural logarithm of the ratio of the groups' rates, without any prior; its
      ``standard_error`` and interval from ``low`` to ``high``, an end infinite (open) where fewer than three of a
      group's articles use the term; ``p`` of the test, ``q`` its correction with
      ``weight`` (:mod:`framing.contrasts.inference`), missing where a term was not tested (``notes`` say why);
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
    table: Result
    groups: pd.DataFrame
    notes: tuple[str, ...]
    _found: Occurrences | None = field(repr=False)
    _inferred: Inferred = field(repr=False)
    _column_of: Mapping[str, int] = field(repr=False)
    _corpus: Corpus | None = field(repr=False)
    _statements: Statements | None = field(repr=False)

    def __repr__(self) -> str:
        return (
            f"<Contrast: {self.names[0]} against {self.names[1]}, {len(self.table):,} "
            f"term{'' if len(self.table) == 1 else 's'} by {self.method.value}>"
        )

    def _repr_html_(self) -> str:
        top = top_terms(self, _SHOWN_TERMS)
        top = top.assign(ratio=interval_texts(top["low"].tolist(), top["high"].tolist()))
        terms = top[["group", *dict.fromkeys((*_SHOWN, self.method.value, "ratio", "q"))]]
        notes = "".join(f"<p>{escape(note)}</p>" for note in (claim(self.table), *self.notes))
        tables = "".join(pd.DataFrame(t).to_html(index=False, na_rep="") for t in (self.groups, terms.round(3)))
        return f"<div><p>{escape(repr(self).strip('<>'))}</p>{tables}{notes}</div>"

    def evidence(self, term: str | pd.Series, *, width: int = 50, corpus: Corpus | None = None) -> pd.DataFrame:
        """Every use of a term in the two groups, in reading order: keyword in context.

        ``term`` is a term, or a row of the table. Columns are those of all evidence
        (:data:`framing.results.EVIDENCE_COLUMNS`), then ``statement_id``, ``term`` and ``group``. ``corpus`` is needed
        only where a voices table was compared, which knows no article: without it ``left`` and ``right`` are of the
        rows beside. Raises ComparisonError for a term that the table does not hold.
        """
        return self._lines(str(term["term"]) if isinstance(term, pd.Series) else term, None, width, corpus)

    def intervals(self, terms: Iterable[str], *, level: float = 0.95) -> tuple[Floats, Floats]:
        """Ends of the intervals of some terms' log ratios of rates at a level, missing where there are none.

        Of R terms chosen for how much they differ among m, intervals of level 1 − α hold the truth less often than
        they say; those of level 1 − αR/m miss it in a share of α of the chosen (false coverage rate; Benjamini and
        Yekutieli 2005): :meth:`chosen_level`.
        """
        chosen = list(terms)
        for term in chosen:
            known_value(term, self._column_of, what="This contrast has no term")
        return self._inferred.intervals(np.array([self._column_of[t] for t in chosen], dtype=np.int64), level=level)

    def chosen_level(self, terms: Iterable[str], *, level: float = 0.95) -> float:
        """Level of the intervals of terms that were chosen among all that were tested for how much they differ."""
        tested = set(self.table.loc[self.table["p"].notna(), "term"])
        chosen = len(tested.intersection(terms))
        return 1 - (1 - level) * chosen / len(tested) if chosen else level

    def kwic(self, term: str, n: int = 5, *, width: int = 50, corpus: Corpus | None = None) -> pd.DataFrame:
        """The first ``n`` uses of a term in each group, the first group's first; columns as those of ``evidence``."""
        lines = self._lines(term, n, width, corpus)
        return lines.sort_values("group", key=lambda g: g.eq(self.names[1]), kind="stable", ignore_index=True)

    def _lines(self, term: str, n: int | None, width: int, corpus: Corpus | None) -> pd.DataFrame:
        wanted = self.analyser.look_up(term)
        if self._found is None:
            raise ComparisonError(
                "This contrast was made from counts, which hold no text: ask where the articles are for their lines."
            )
        lines = self._found.lines(wanted, limit=n, width=width)
        return evidence_table(
            lines, corpus=corpus or self._corpus, statements=self._statements, width=width, more=("term", "group")
        )


def contrast(
    subject: Subject,
    groups: tuple[Group, Group],
    *,
    by: By = "speaker",
    voices: Iterable[str] | None = None,
    ngrams: tuple[int, int] = (1, 3),
    analyser: Analyser | None = None,
    method: Method = Method.LOG_ODDS,
    prior: Prior | float = PRIOR_WORDS,
    tags: PosTags | None = None,
    names: tuple[str, str] | None = None,
    min_statements: int = 1,
    min_articles: int | None = None,
    inference: Inference | None = TESTED_BY_ARTICLE,
    clusters: Mapping[str, str] | None = None,
) -> Contrast:
    """Compare the words of two groups of statements.

    ``subject`` is an :class:`~framing.analysis.Analysis`, :class:`~framing.statements.Statements` or a voices table.
    ``groups`` are two values of the column ``by`` (or lists of values, boolean masks, filters of the voices table);
    with several columns a value is one for each: ``("Russia", "quoted")``. Columns of the articles and statements
    (outlet, kind …) and periods (month …) need no merging where statements or an analysis are given.
    ``by="voice"`` sets the outlet's own voice against quoted voice. ``voices`` are the voices that count,
    quoted and paraphrase by default, with ``by="voice"`` the two groups. The text of a statement is its rows of
    these voices; no phrase crosses from one row, one sentence or one left-out word to the next.

    TF-IDF is scikit-learn's with its defaults: a document is a statement, idf is fitted on all statements of
    the table (in these voices), a group's score is the mean of its statements' l2-normalised vectors. The
    log-odds ratio has an informative Dirichlet prior in proportion to all those statements, worth ``prior``
    words (Monroe, Colaresi and Quinn 2008), or the :class:`~framing.contrasts.statistics.Prior` that is given; phrases
    compete with phrases of the same length. ``tags`` are those of the words where the analyser keeps word classes;
    statements have them (:func:`~framing.contrasts.forms.word_classes`), others are given.

    ``inference`` says what is one unit of the test (the article by default) and which test it is; with fewer than three
    articles a group there are no p-values, and ``Contrast.notes`` says so. None leaves them out. ``clusters`` maps
    articles to names of clusters, near-copies of one text to the same: they are one unit; articles that are not in it
    are their own. By default they are the near-copies that are known (:func:`framing.events.mark_copies`).

    Terms in fewer than ``min_statements`` statements or ``min_articles`` articles of the two groups are left out of
    the table, not out of the totals; by default none, but of millions of terms those that are too rare to be tested.
    Texts of a store are read some at a time, and again for the lines that are shown. Raises ComparisonError for missing
    columns, unknown values, empty or overlapping groups.
    """
    resampled = [c for c in (inference.cluster, inference.strata) if c is not None] if inference is not None else []
    by = columns_of(by)
    only = None if any(map(callable, groups)) else (*_COLUMNS, *OF_ROW)  # filters may look at anything
    rows, corpus, statements = given_rows(subject, [*by, *resampled], purpose="A contrast", only=only)
    texts = () if statements is not None and statements.stored is not None else ("text",)
    require_columns(rows, [*_COLUMNS, *texts, *resampled], purpose="A contrast")
    if clusters is None and COPIES in rows.columns:
        first = rows.drop_duplicates("article_id")
        clusters = dict(zip(first["article_id"].astype("str"), first[COPIES].astype("str"), strict=True))
    prior = prior if isinstance(prior, Prior) else Prior(words=prior)
    analyser = analyser or Analyser(ngrams=ngrams)
    if analyser.classes is not None and tags is None:
        tags = tags_of(subject)
    chosen = _voices(voices, groups, by=by)
    group, shown = select_groups(rows, groups, by=by, names=names)
    positions = np.flatnonzero(rows["voice"].isin(chosen).to_numpy())
    used, group = rows.iloc[positions], group[positions]
    if "text" not in rows.columns:  # others are not needed: what stands around a use is taken from the article
        rows, positions = used, np.arange(len(used))
    uses = uses_in_rows(used, analyser, statements, tags)
    units = find_units(used, group)
    summary = group_summary(shown, group, units, uses)
    for name, words in zip(summary["group"], summary["words"], strict=True):
        if not words:
            raise ComparisonError(f"The group {name!r} has no words in the voices {', '.join(chosen)}.")
    terms, columns, inferred, least = contrast_table(
        used, group, units, uses, names=shown, pseudo=partial(pseudo_counts, prior, uses, analyser),
        min_statements=min_statements, min_articles=min_articles, inference=inference, copies=clusters,
    )  # fmt: skip
    # Ties stay in order of length and first use.
    order = np.lexsort((-terms["log_odds"].to_numpy(), -terms[method.value].to_numpy()))
    terms = terms.take(order).reset_index(drop=True)
    column_of = dict(zip(terms["term"], columns[order].tolist(), strict=True))
    found = Occurrences(rows, positions, group, uses, column_of, shown, analyser, tags, statements)
    return Contrast(
        names=shown,
        voices=chosen,
        method=method,
        analyser=analyser,
        table=_opening(terms, found, corpus, statements),
        groups=summary,
        notes=(*_notes(summary), *rare_note(least), *inferred.notes),
        _found=found,
        _inferred=inferred,
        _column_of=dict(zip(terms["term"], order.tolist(), strict=True)),
        _corpus=corpus,
        _statements=statements,
    )


def _voices(voices: Iterable[str] | None, groups: tuple[Group, Group], *, by: list[str]) -> tuple[str, ...]:
    known = [v.value for v in Voice]
    if voices is None:
        named = [one for group in groups for one in _strings(group) if one in known] if "voice" in by else []
        return tuple(dict.fromkeys(named)) or ATTRIBUTED
    chosen = tuple(dict.fromkeys([voices] if isinstance(voices, str) else voices))
    for voice in chosen:
        known_value(voice, known, what="There is no voice")
    return chosen


def _strings(group: object) -> Iterator[str]:
    """All strings in a group, however deep."""
    if isinstance(group, str):
        yield group
    elif isinstance(group, Sequence):
        for one in group:
            yield from _strings(one)


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
) -> Result:
    """The terms most typical of each group by the contrast's method, the first group's first.

    Gives the contrast's columns with ``group`` and ``rank`` in front, and opens to the same lines. Terms that ``hide``
    is true of are left out, by default those made of function words only. Of terms with the same uses of which one
    contains the other ("kill", "kill them all") one is shown: the longest that neither begins nor ends with a function
    word.
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
    return _opening(pd.concat(parts, ignore_index=True), found._found, found._corpus, found._statements)


def _opening(
    terms: pd.DataFrame, found: Occurrences | None, corpus: Corpus | None, statements: Statements | None
) -> Result:
    """A table of terms that opens to their uses."""
    return result(terms, keys="term", lines=found, corpus=corpus, statements=statements, more=["group"])


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

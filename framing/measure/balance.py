"""Speaker-attribution balance: who speaks, how much, in which form and how early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from framing.errors import ComparisonError
from framing.measure.evidence import balance_evidence
from framing.measure.sources import Counted, count_sources
from framing.statements import Statements
from framing.structure import parse
from framing.tables import MISSING, group_values, require_columns, source_values
from framing.values import Corpus, Kind, SpeakerType

__all__ = ["Balance", "balance", "balance_summary", "concentration", "evenness", "source_kind"]

_NEEDED = ("article_id", "kind", "words", "quoted_words", "position")


def evenness(counts: ArrayLike) -> float:
    """Normalised Shannon entropy of counts: 1 where all speakers have the same, towards 0 where one has all.

    J = −Σ pᵢ ln pᵢ / ln S over the S speakers with a count above 0 (Pielou 1966; Shannon 1948). Not defined
    for fewer than two speakers: NaN.

    >>> round(evenness([5, 5, 5]), 3), round(evenness([98, 1, 1]), 3)
    (1.0, 0.102)
    """
    p = _shares(counts)
    if len(p) < 2:
        return float("nan")
    return float(min(1.0, -(p * np.log(p)).sum() / np.log(len(p))))


def concentration(counts: ArrayLike) -> float:
    """Herfindahl–Hirschman index of counts: Σ pᵢ², from 1/S where all have the same to 1 where one has all.

    Rhoades (1993). NaN where there is nothing to count.

    >>> concentration([1, 1, 1, 1]), concentration([7])
    (0.25, 1.0)
    """
    p = _shares(counts)
    return float((p**2).sum()) if len(p) else float("nan")


class Balance(pd.DataFrame):
    """The table of :func:`balance`, which opens to the statements behind each row.

    It is a DataFrame in all else; what is made of it (a selection, a sorted copy) is a plain one.
    """

    _metadata: ClassVar[list[str]] = ["_behind", "_by", "_corpus"]
    _behind: pd.DataFrame
    _by: tuple[str, ...]
    _corpus: Corpus | None

    def evidence(
        self,
        value: str | Sequence[str],
        *,
        where: Mapping[str, str] | None = None,
        width: int = 50,
        corpus: Corpus | None = None,
    ) -> pd.DataFrame:
        """The statements behind a row: keyword in context with article, offsets, speaker and cue, in reading order.

        ``value`` is the row's value of ``by``, or one for each column of ``by``; see
        :func:`~framing.measure.evidence.balance_evidence`.
        """
        texts = self._corpus if corpus is None else corpus
        return balance_evidence(self._behind, value, by=self._by, where=where, width=width, corpus=texts)


_MADE = ("statements", "articles", "words", "quoted_words", "first_position")


def balance(
    statements: Statements | pd.DataFrame,
    *,
    by: str | Sequence[str] = "speaker",
    counted: Counted | str = Counted.ORIGIN,
    corpus: Corpus | None = None,
) -> Balance:
    """Statements and words of each group: one row a group, most words first, then by name.

    ``statements`` are what :func:`framing.extract` gives, or their table (:meth:`framing.Statements.frame`). ``by`` is
    a column of that table or several ("speaker", "side", "type", "affiliation", "official", "named", "outlet",
    "article_id", one that :func:`~framing.measure.sources.with_actors` added …); a missing value is the group
    "not given". ``counted`` says whose a relayed statement is (:class:`~framing.measure.sources.Counted`): the
    origin's by default. Columns after the group's:

    - ``statements``, ``articles`` that hold them, ``words`` of their contents, ``quoted_words`` in marks;
    - ``direct``, ``mixed``, ``indirect``: statements of each kind; ``direct_share`` … of the group's statements;
    - ``statement_share``, ``word_share``: the group's part of all statements and attributed words (0 to 1);
    - ``all_word_share``: the group's words as a part of all words of the articles, the outlet's own included, where
      the articles are known (from ``Statements`` or ``corpus``);
    - ``quoted_word_share``: the part of the group's words that stands in quotation marks;
    - ``first_position``: where its first statement begins, as a share of the article's words (0 to 1, the
      earliest over the articles);
    - ``named``: whether the speakers have a name, missing where both occur.

    A statement within a statement counts for both speakers, with its words. ``balance(…).evidence(value)`` gives the
    statements behind a row. Raises ComparisonError for a column that is not there.
    """
    if isinstance(statements, Statements):
        corpus = corpus or statements.corpus
        statements = statements.frame()
    columns = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    if not columns:
        raise ComparisonError("balance(by=[]): name at least one column to group by, such as 'speaker'.")
    taken = sorted({*_MADE, *(k.value for k in Kind)}.intersection(columns))
    if taken:
        raise ComparisonError(
            f"balance: {', '.join(taken)} is a column that the table makes; rename yours to group by it."
        )
    require_columns(statements, [*_NEEDED, *columns], purpose="balance")
    sources = count_sources(statements, counted)
    frame = sources.assign(**{c: source_values(sources, c) for c in columns})
    frame = frame.assign(**{kind.value: frame["kind"].eq(kind.value) for kind in Kind})
    grouped = frame.groupby(columns, sort=True)
    table = grouped.agg(
        statements=("kind", "size"),
        articles=("article_id", "nunique"),
        words=("words", "sum"),
        quoted_words=("quoted_words", "sum"),
        direct=(Kind.DIRECT.value, "sum"),
        mixed=(Kind.MIXED.value, "sum"),
        indirect=(Kind.INDIRECT.value, "sum"),
        first_position=("position", "min"),
    ).reset_index()
    for kind in Kind:
        table[f"{kind.value}_share"] = table[kind.value] / table["statements"]
    table["statement_share"] = table["statements"] / table["statements"].sum()
    table["word_share"] = _ratio(table["words"], table["words"].sum())
    if corpus is not None:
        table["all_word_share"] = _ratio(table["words"], _all_words(corpus))
    table["quoted_word_share"] = _ratio(table["quoted_words"], table["words"])
    if "named" not in columns:
        table["named"] = _constant_flag(frame, columns, table)
    last = ["first_position", *([] if "named" in columns else ["named"])]
    table = table[[*(c for c in table.columns if c not in last), *last]].sort_values(
        ["words", *columns], ascending=[False] + [True] * len(columns), ignore_index=True
    )
    made = Balance(table)
    made._behind, made._by, made._corpus = sources, tuple(columns), corpus
    return made


def balance_summary(
    statements: pd.DataFrame, *, by: str = "speaker", counted: Counted | str = Counted.ORIGIN
) -> pd.DataFrame:
    """How many speak and how evenly, for all statements and for each kind of source apart.

    Rows: ``all``, then the kinds of :func:`source_kind` that occur: ``named``, ``unnamed``, ``media``,
    ``none stated``. Columns: ``sources``, ``groups`` (different values of ``by``), ``statements``, ``words``,
    ``quoted_words``, ``statement_share``, ``word_share``, and :func:`evenness` and :func:`concentration` of
    statements and of words over the groups. Where no source is stated there is nobody to be even with: such
    statements are in the counts of ``all``, not in its evenness and concentration.
    """
    require_columns(statements, [*_NEEDED, "named", "type", "speaker", by], purpose="balance_summary")
    statements = count_sources(statements, counted)
    frame = statements.assign(**{by: source_values(statements, by)}, _source=source_kind(statements))
    order = ["named", "unnamed", "media", "none stated"]
    parts = [("all", frame), *((kind, frame[frame["_source"].eq(kind)]) for kind in order)]
    rows = [_summary_row(kind, part, frame, by=by) for kind, part in parts if len(part) or kind == "all"]
    return pd.DataFrame(rows).astype({"sources": "str"})


def source_kind(statements: pd.DataFrame) -> pd.Series:
    """Kind of source of each statement: ``media``, ``named``, ``unnamed``, or ``none stated``.

    Media are a kind of their own, named or not: they pass on what others said.
    """
    require_columns(statements, ["named", "type", "speaker"], purpose="source_kind")
    named = statements["named"].map(lambda value: value is True or str(value).lower() == "true")
    kinds = np.select(
        [
            group_values(statements["speaker"]).eq(MISSING),
            group_values(statements["type"]).eq(SpeakerType.MEDIA.value),
            named.astype(bool),
        ],
        ["none stated", "media", "named"],
        default="unnamed",
    )
    return pd.Series(kinds, index=statements.index, dtype="str", name="source_kind")


def _all_words(corpus: Corpus) -> int:
    """Words of the counted articles, titles from metadata included: as many as the voices table holds."""
    return sum(
        len(parse(text, title=field == "title").words)
        for article in corpus.counted
        for field, text in (("title", article.title or ""), ("text", article.text))
        if text
    )


def _shares(counts: ArrayLike) -> NDArray[np.float64]:
    """Counts above 0 as shares of their sum. Raises ComparisonError for negative counts."""
    values = np.asarray(counts, dtype=np.float64).ravel()
    if (values < 0).any() or not np.isfinite(values).all():
        raise ComparisonError("Counts have to be finite numbers, 0 or more.")
    values = values[values > 0]
    return values / values.sum() if len(values) else values


def _ratio(part: pd.Series, whole: ArrayLike) -> NDArray[np.float64]:
    """A share, NaN where there is nothing to have a share of."""
    size = np.broadcast_to(np.asarray(whole, dtype=np.float64), len(part))
    shares: NDArray[np.float64] = np.full(len(part), np.nan)
    np.divide(part.to_numpy(dtype=np.float64), size, out=shares, where=size != 0)
    return shares


def _constant_flag(frame: pd.DataFrame, columns: list[str], table: pd.DataFrame) -> pd.Series:
    """``named`` of each group where it is the same for all its statements, else missing."""
    if "named" not in frame.columns:
        return pd.Series(pd.NA, index=table.index, dtype="boolean")
    flag = group_values(frame["named"]).str.lower()
    kinds = frame.assign(_yes=flag.eq("true"), _no=flag.eq("false")).groupby(columns, sort=True)
    yes, no = kinds["_yes"].all().to_numpy(), kinds["_no"].all().to_numpy()
    return pd.Series(yes, index=table.index, dtype="boolean").mask(~(yes | no))


def _summary_row(kind: str, part: pd.DataFrame, whole: pd.DataFrame, *, by: str) -> dict[str, Any]:
    voiced = part[part["_source"].ne("none stated")]
    groups = voiced.groupby(by, sort=True)
    statements, words = groups.size(), groups["words"].sum()
    total = whole["words"].sum()
    return {
        "sources": kind,
        "groups": len(statements),
        "statements": len(part),
        "words": int(part["words"].sum()),
        "quoted_words": int(part["quoted_words"].sum()),
        "statement_share": len(part) / len(whole) if len(whole) else float("nan"),
        "word_share": part["words"].sum() / total if total else float("nan"),
        "evenness_statements": evenness(statements.to_numpy()),
        "evenness_words": evenness(words.to_numpy()),
        "concentration_statements": concentration(statements.to_numpy()),
        "concentration_words": concentration(words.to_numpy()),
    }

"""Speaker-attribution balance: who speaks, how much, in which form and how early, with intervals and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from framing.errors import ComparisonError
from framing.intervals import FEWEST_ARTICLES, FEWEST_HOLDING, Bootstrap, check_level, few_articles, ratio_interval
from framing.measure.indices import evenness, hhi
from framing.statements import Statements
from framing.structure import parse
from framing.tables import (
    MISSING,
    By,
    columns_of,
    context,
    group_values,
    grouped,
    key_of,
    known_value,
    reading_order,
    require_columns,
    source_values,
)
from framing.values import Corpus, Kind, SpeakerType

__all__ = [
    "EVIDENCE_COLUMNS",
    "Balance",
    "balance",
    "balance_evidence",
    "balance_intervals",
    "balance_summary",
    "source_kind",
]

_NEEDED = ("article_id", "kind", "words", "quoted_words", "position")

Floats = NDArray[np.float64]

EVIDENCE_COLUMNS = (
    "article_id", "statement_id", "field", "start", "end", "speaker", "source", "cue", "left", "content", "right",
    "kind", "stance", "via", "confidence",
)  # fmt: skip
"""Columns of the evidence; those that neither the statements nor the articles can give are left out."""


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
        :func:`balance_evidence`.
        """
        texts = self._corpus if corpus is None else corpus
        return balance_evidence(self._behind, value, by=self._by, where=where, width=width, corpus=texts)


_MADE = ("statements", "articles", "words", "quoted_words", "first_position")


def balance(
    statements: Statements | pd.DataFrame,
    *,
    by: By = "speaker",
    corpus: Corpus | None = None,
) -> Balance:
    """Statements and words of each group: one row a group, most words first, then by name.

    ``statements`` are what :func:`framing.extract` gives, or their table (:meth:`framing.Statements.frame`). ``by`` is
    a column of that table or several ("speaker", "side", "type", "affiliation", "official", "named", "outlet",
    "article_id", one that :func:`~framing.measure.sources.with_actors` added …); a missing value is the group
    "not given". Columns after the group's:

    - ``statements``, ``articles`` that hold them, their ``words``, ``quoted_words`` in marks;
    - ``direct``, ``mixed``, ``indirect``: statements of each kind; ``direct_share`` … of the group's statements;
    - ``statement_share``, ``word_share``: the group's part of all statements and attributed words (0 to 1);
    - ``all_word_share``: the group's words as a part of all words of the articles, the outlet's own included, where
      the articles are known (from ``Statements`` or ``corpus``);
    - ``quoted_word_share``: the part of the group's words that stands in quotation marks;
    - ``first_position``: where its first statement begins, as a share of the article's words (0 to 1, the
      earliest over the articles);
    - ``named``: whether the speakers have a name, missing where both occur.

    A statement within a statement counts for both speakers; its words are the inner one's alone.
    ``balance(…).evidence(value)`` gives the statements behind a row.
    Raises ComparisonError for a column that is not there.
    """
    if isinstance(statements, Statements):
        corpus = corpus or statements.corpus
        statements = statements.frame()
    taken = sorted({*_MADE, *(k.value for k in Kind)}.intersection(columns_of(by)))
    if taken:
        raise ComparisonError(
            f"balance: {', '.join(taken)} is a column that the table makes; rename yours to group by it."
        )
    frame, columns = grouped(statements, by, purpose="balance", needed=_NEEDED)
    frame = frame.assign(**{kind.value: frame["kind"].eq(kind.value) for kind in Kind})
    table = (
        frame.groupby(columns, sort=True)
        .agg(
            statements=("kind", "size"),
            articles=("article_id", "nunique"),
            words=("words", "sum"),
            quoted_words=("quoted_words", "sum"),
            direct=(Kind.DIRECT.value, "sum"),
            mixed=(Kind.MIXED.value, "sum"),
            indirect=(Kind.INDIRECT.value, "sum"),
            first_position=("position", "min"),
        )
        .reset_index()
    )
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
    made._behind, made._by, made._corpus = statements, tuple(columns), corpus
    return made


def balance_intervals(
    statements: Statements | pd.DataFrame,
    *,
    by: By = "speaker",
    corpus: Corpus | None = None,
    draws: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Balance:
    """:func:`balance` with intervals of its shares: ``…_low`` and ``…_high``.

    For ``statement_share``, ``word_share``, ``direct_share`` and ``quoted_word_share``. Whole articles are resampled,
    because statements of one article are not independent (:func:`framing.intervals.ratio_interval`): the intervals say
    how far the shares would move in other articles like these. Missing with fewer than ten articles and for a group
    that only one or two articles hold, for resampling cannot tell how it would move; ``note`` says so.
    """
    check_level(level)
    table = balance(statements, by=by, corpus=corpus)
    frame = table._behind
    columns = list(table._by)
    frame = frame.assign(**{c: source_values(frame, c) for c in columns})
    frame = frame.assign(_one=1, _direct=frame["kind"].eq(Kind.DIRECT.value).astype("int64"))
    articles = int(frame["article_id"].nunique())
    group = pd.MultiIndex.from_frame(table[columns]).get_indexer(pd.MultiIndex.from_frame(frame[columns]))
    article, _ = pd.factorize(frame["article_id"])
    rare = table["articles"].to_numpy() < FEWEST_HOLDING
    # groups that few articles hold get no interval: most speakers of a large corpus, and most of the memory
    kept = np.flatnonzero(~rare)
    place = np.full(len(table), -1)
    place[kept] = np.arange(len(kept))
    column = place[group]
    part: dict[str, Floats] = {}
    whole: dict[str, Floats] = {}
    for name in ("_one", "words", "quoted_words", "_direct"):
        values = frame[name].to_numpy(dtype=np.float64)
        part[name] = np.zeros((articles, len(kept)))
        np.add.at(part[name], (article[column >= 0], column[column >= 0]), values[column >= 0])
        whole[name] = np.bincount(article, values, minlength=articles).astype(np.float64)[:, None]
    ratios = {
        "statement_share": (part["_one"], whole["_one"]),
        "word_share": (part["words"], whole["words"]),
        "direct_share": (part["_direct"], part["_one"]),
        "quoted_word_share": (part["quoted_words"], part["words"]),
    }
    drawn = Bootstrap(draws, level, seed)
    for name, (above, below) in ratios.items():
        none = (np.full(len(kept), np.nan),) * 2
        low, high = ratio_interval(above, below, drawn) if articles >= FEWEST_ARTICLES else none
        for end, values in (("low", low), ("high", np.minimum(high, 1.0))):
            column_values = np.full(len(table), np.nan)
            column_values[kept] = values
            table[f"{name}_{end}"] = column_values
    in_few = f"no interval: in fewer than {FEWEST_HOLDING} articles"
    table["note"] = pd.Series(few_articles(articles) or np.where(rare, in_few, ""), index=table.index, dtype="str")
    return table


def balance_summary(statements: pd.DataFrame, *, by: By = "speaker") -> pd.DataFrame:
    """How many speak and how evenly, for all statements and for each kind of source apart.

    Rows: ``all``, then the kinds of :func:`source_kind` that occur: ``named``, ``unnamed``, ``media``,
    ``none stated``. Columns: ``source_kind``, ``groups`` (different values of ``by``), ``statements``, ``words``,
    ``quoted_words``, ``statement_share``, ``word_share``, and evenness and concentration (``hhi_…``) of statements and
    of words over the groups (:mod:`framing.measure.indices`). Where no source is stated there is nobody to be even
    with: such statements are in the counts of ``all``, not in its evenness and concentration.
    """
    frame, columns = grouped(statements, by, purpose="balance_summary", needed=[*_NEEDED, "named", "type", "speaker"])
    frame = frame.assign(_source=source_kind(statements))
    order = ["named", "unnamed", "media", "none stated"]
    parts = [("all", frame), *((kind, frame[frame["_source"].eq(kind)]) for kind in order)]
    rows = [_summary_row(kind, part, frame, by=columns) for kind, part in parts if len(part) or kind == "all"]
    return pd.DataFrame(rows).astype({"source_kind": "str"})


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


def balance_evidence(
    statements: pd.DataFrame,
    value: str | Sequence[str],
    *,
    by: By = "speaker",
    where: Mapping[str, str] | None = None,
    width: int = 50,
    corpus: Corpus | None = None,
) -> pd.DataFrame:
    """The statements behind a row of the balance, in reading order: keyword in context, the content being the keyword.

    ``value`` is the value of the column ``by``, or one for each of several columns. ``where`` narrows further, such as
    ``{"stance": "distancing"}`` or ``{"kind": "direct"}``. Columns: ``article_id``, ``statement_id``, ``field``,
    ``start`` and ``end`` (string indices of the content into the field), ``speaker``, ``source``, ``cue``, ``content``,
    ``kind``, ``confidence``; with ``corpus`` also ``left`` and ``right``, up to ``width`` characters around it. Raises
    ComparisonError where no statement has that value, with the nearest that occurs.
    """
    wanted = key_of(columns_of(by), value) | dict(where or {})
    require_columns(statements, ["article_id", "start", *wanted], purpose="balance_evidence")
    found = statements
    for column, one in wanted.items():
        texts = source_values(found, column)
        known_value(one, texts, what=f"No statement has the {column}")
        found = found[texts.eq(one)]
    found = reading_order(found)
    if corpus is not None and len(found):
        require_columns(found, ["field", "end"], purpose="Context")
        sides = [
            context(corpus[a].field_text(f), int(s), int(e), width=width)
            for a, f, s, e in zip(found["article_id"], found["field"], found["start"], found["end"], strict=True)
        ]
        left, right = zip(*sides, strict=True)
        found = found.assign(left=left, right=right)
    return found[[c for c in EVIDENCE_COLUMNS if c in found.columns]].reset_index(drop=True)


def _all_words(corpus: Corpus) -> int:
    """Words of the counted articles, titles from metadata included: as many as the voices table holds."""
    return sum(
        len(parse(text, title=field == "title").words)
        for article in corpus.counted
        for field, text in (("title", article.title or ""), ("text", article.text))
        if text
    )


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


def _summary_row(kind: str, part: pd.DataFrame, whole: pd.DataFrame, *, by: list[str]) -> dict[str, Any]:
    voiced = part[part["_source"].ne("none stated")]
    groups = voiced.groupby(by, sort=True)
    statements, words = groups.size(), groups["words"].sum()
    total = whole["words"].sum()
    return {
        "source_kind": kind,
        "groups": len(statements),
        "statements": len(part),
        "words": int(part["words"].sum()),
        "quoted_words": int(part["quoted_words"].sum()),
        "statement_share": len(part) / len(whole) if len(whole) else float("nan"),
        "word_share": part["words"].sum() / total if total else float("nan"),
        "evenness_statements": float(evenness(statements)),
        "evenness_words": float(evenness(words)),
        "hhi_statements": float(hhi(statements)),
        "hhi_words": float(hhi(words)),
    }

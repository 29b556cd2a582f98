"""Contrasts from counts: how often each term is used in each article and group, and none of the texts.

Counts can be given away where texts may not leave their archive, and they are all that a contrast's statistics need but
for TF-IDF over statements. One row an article, group and term; rows whose ``term`` is empty hold totals: those of
``length`` 0 the words and statements of the group in the article, others the uses of all terms of that length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.contrasts.clusters import cluster_counts
from framing.contrasts.contrast import Contrast, Method
from framing.contrasts.groups import given_rows
from framing.contrasts.inference import TESTED_BY_ARTICLE, Inference
from framing.contrasts.kwic import uses_in_rows
from framing.contrasts.statistics import PRIOR_WORDS, Floats, proportional_prior
from framing.contrasts.table import Sums, find_units, rare_note, statement_matrix, statistics_table
from framing.errors import ComparisonError, InputError
from framing.function_words import is_function_phrase
from framing.results import result
from framing.subject import Subject, tags_of
from framing.tables import group_values, known_value, require_columns
from framing.term_uses import check_terms
from framing.terms import Analyser
from framing.values import Voice
from framing.whose import ATTRIBUTED
from framing.writing import unguarded_sql

__all__ = ["COUNT_COLUMNS", "contrast_counts", "term_counts"]

COUNT_COLUMNS = ("article_id", "group", "length", "term", "uses", "statements", "quoted", "paraphrase")
"""Columns of a table of counts; ``statements`` hold the term, ``quoted``, ``paraphrase`` are uses in these voices."""

_MANY = 20_000_000
"""Rows of counts from which on terms that few articles hold are left out unless it is said how few may."""


def term_counts(
    subject: Subject,
    *,
    by: str = "speaker",
    voices: Iterable[str] = ATTRIBUTED,
    analyser: Analyser | None = None,
) -> pd.DataFrame:
    """Uses of every term by article and value of ``by``, with the totals (columns :data:`COUNT_COLUMNS`).

    What counts as a use is as in :func:`framing.contrast`. Raises a ComparisonError for a column that is not there.
    """
    rows, _, _ = given_rows(subject, [by], purpose="Counts")
    require_columns(rows, ["article_id", by], purpose="Counts")
    used = rows[rows["voice"].isin(list(voices))].reset_index(drop=True)
    analyser = analyser or Analyser()
    tags = tags_of(subject) if analyser.classes is not None else None
    uses = uses_in_rows(used, analyser, None, tags)
    article, articles = pd.factorize(group_values(used["article_id"]), sort=True)
    group, groups = pd.factorize(group_values(used[by]), sort=True)
    pairs, pair = np.unique(article * (len(groups) + 1) + group, return_inverse=True)
    pair = pair.ravel()
    units = find_units(used, pair.astype(np.int64))
    to_pair = _summing(pair, len(pairs))
    of_statement = _summing(units.group, len(pairs))
    held = statement_matrix(units, uses)
    held.data = np.ones_like(held.data)
    sums = (to_pair @ uses.matrix).tocsr()
    sums.sort_indices()
    statements = (of_statement @ held).tocsr()
    statements.sort_indices()
    voice = used["voice"].to_numpy()
    quoted, paraphrase = (
        _aligned(sums, _summing(np.where(voice == v.value, pair, -1), len(pairs)) @ uses.matrix)
        for v in (Voice.QUOTED, Voice.PARAPHRASE)
    )
    at = np.repeat(np.arange(len(pairs)), np.diff(sums.indptr))
    names = uses.names()
    terms = pd.DataFrame(
        {
            "pair": at, "length": uses.order[sums.indices].astype(np.int64), "term": names[sums.indices],
            "uses": sums.data, "statements": statements.data, "quoted": quoted, "paraphrase": paraphrase,
        }
    )  # fmt: skip
    totals = np.column_stack([to_pair @ uses.words.astype(np.float64), to_pair @ uses.totals()])
    lengths = [0, *np.unique(uses.order).tolist()]
    per_pair = np.bincount(units.group, minlength=len(pairs))
    whole = pd.DataFrame(
        {
            "pair": np.repeat(np.arange(len(pairs)), len(lengths)), "length": np.tile(lengths, len(pairs)), "term": "",
            "uses": totals.ravel(), "statements": np.repeat(per_pair, len(lengths)), "quoted": 0, "paraphrase": 0,
        }
    )  # fmt: skip
    table = pd.concat([whole, terms], ignore_index=True).sort_values(["pair", "length", "term"], kind="stable")
    place = pairs[table["pair"]]
    table = table.assign(
        article_id=articles.to_numpy()[place // (len(groups) + 1)], group=groups.to_numpy()[place % (len(groups) + 1)]
    )
    numbers = dict.fromkeys(("length", "uses", "statements", "quoted", "paraphrase"), "int64")
    text = dict.fromkeys(("article_id", "group", "term"), "str")
    return table[list(COUNT_COLUMNS)].astype({**numbers, **text}).reset_index(drop=True)


def contrast_counts(
    counts: pd.DataFrame | str | Path,
    groups: tuple[str | Sequence[str], str | Sequence[str]],
    *,
    method: Method = Method.LOG_ODDS,
    prior: float = PRIOR_WORDS,
    min_statements: int = 1,
    min_articles: int | None = None,
    inference: Inference | None = TESTED_BY_ARTICLE,
    clusters: Mapping[str, str] | None = None,
) -> Contrast:
    """Compare the words of two groups by their counts: :func:`framing.contrast` without the texts.

    ``counts`` are those of :func:`term_counts`, or a file of them (CSV or Parquet), which is never held as a whole.
    ``groups`` are two values of their column ``group``, or lists of values. The table is that of a contrast, its TF-IDF
    over statements missing. Terms in fewer than ``min_articles`` articles are left out, by default none, and of very
    many counts those that are too rare to be tested. ``inference`` takes articles as its units. Raises a
    ComparisonError for groups that are not there, an InputError for a file that holds no counts.
    """
    first, second = (([g] if isinstance(g, str) else list(g)) for g in groups)
    if set(first) & set(second):
        raise ComparisonError(f"Both groups hold {sorted(set(first) & set(second))[0]!r}; each value is in one only.")
    settings = inference or TESTED_BY_ARTICLE
    if settings.cluster != "article_id" or settings.strata is not None:
        raise ComparisonError("Counts know articles and nothing that groups them: leave cluster and strata out.")
    if method is Method.TFIDF:
        raise ComparisonError("Counts hold no statements, and so no TF-IDF over them: rank by class_tfidf.")
    asked = _Asked(counts)
    known = asked.groups()
    for name in (*first, *second):
        known_value(name, known, what="There is no group")
    asked.choose(first, second)
    least = min_articles or (settings.min_clusters if asked.rows > _MANY else 1)
    terms = asked.terms(least, min_statements)
    check_terms(len(terms))
    rows, totals, background = asked.uses(), asked.totals(), asked.background()
    names = (", ".join(first), ", ".join(second))
    for g in (0, 1):
        if not totals.loc[totals["side"].eq(g), "uses"].sum():
            raise ComparisonError(f"The group {names[g]!r} has no words in these counts.")
    order = terms["length"].to_numpy(np.int64)
    sums = _sums(terms, rows, totals, background, order, prior, clusters)
    table, inferred = statistics_table(sums, names=names, inference=inference)
    ranked = np.lexsort((table["term"], -table["log_odds"].to_numpy(), -table[method.value].to_numpy()))
    table = table.take(ranked).reset_index(drop=True)
    return Contrast(
        names=names,
        voices=(),
        method=method,
        analyser=Analyser(ngrams=(int(order.min()), int(order.max()))),
        table=result(table, keys="term"),
        groups=_summary(names, totals),
        notes=(*rare_note(least), "From counts: no TF-IDF over statements, and no lines.", *inferred.notes),
        _found=None,
        _inferred=inferred,
        _column_of=dict(zip(table["term"], ranked.tolist(), strict=True)),
        _corpus=None,
        _statements=None,
    )


def _summing(codes: NDArray[np.int64], size: int) -> sparse.csr_matrix:
    at = np.flatnonzero(codes >= 0)
    return sparse.csr_matrix((np.ones(len(at)), (codes[at], at)), shape=(size, len(codes)))


def _aligned(whole: sparse.csr_matrix, part: sparse.csr_matrix) -> Floats:
    """The values of ``part`` where ``whole`` has some."""
    width = whole.shape[1] + 1
    places = np.repeat(np.arange(whole.shape[0]), np.diff(whole.indptr)) * width + whole.indices
    cells = part.tocoo()
    found = np.zeros(len(places))
    found[np.searchsorted(places, cells.row.astype(np.int64) * width + cells.col)] = cells.data
    return found


def _sums(
    terms: pd.DataFrame,
    rows: pd.DataFrame,
    totals: pd.DataFrame,
    background: Mapping[int, float],
    order: NDArray[np.int64],
    prior: float,
    clusters: Mapping[str, str] | None,
) -> Sums:
    """What the statistics are made of; rows are one article and group."""
    levels, level = np.unique(order, return_inverse=True)
    keys = pd.MultiIndex.from_frame(totals[["article_id", "side"]].drop_duplicates())
    at = keys.get_indexer(pd.MultiIndex.from_frame(rows[["article_id", "side"]]))
    column = rows["number"].to_numpy(np.int64)
    matrix = sparse.csr_matrix((rows["uses"].to_numpy(np.float64), (at, column)), shape=(len(keys), len(terms)))
    by_level = np.zeros((len(keys), len(levels)))
    lengths = totals[totals["length"].isin(levels)]
    place = keys.get_indexer(pd.MultiIndex.from_frame(lengths[["article_id", "side"]]))
    np.add.at(by_level, (place, np.searchsorted(levels, lengths["length"])), lengths["uses"])
    side = keys.get_level_values("side").to_numpy(np.int64)
    unit = keys.get_level_values("article_id")
    if clusters is not None:
        unit = pd.Index([f"cluster {clusters[a]}" if a in clusters else f"article {a}" for a in unit])
    codes = pd.factorize(unit)[0].astype(np.int64)
    strata = np.zeros(len(keys), dtype=np.int64)
    words = totals[totals["length"].eq(0)].groupby("side")["uses"].sum()
    pseudo = np.zeros(len(terms))
    for n in levels:
        here = order == n
        share = terms["all_uses"].to_numpy(np.float64)[here]
        pseudo[here] = proportional_prior(share, np.full(len(share), n), size=prior * share.sum() / background[int(n)])
    found = terms["term"].to_numpy(dtype=object)
    return Sums(
        terms=found,
        order=order,
        clusters=cluster_counts(matrix, by_level, level.astype(np.int64), group=side, cluster=codes, strata=strata),
        words=(float(words.get(0, 0.0)), float(words.get(1, 0.0))),
        statements=terms[["statements_a", "statements_b"]].to_numpy(np.int64).T,
        articles=terms[["articles_a", "articles_b"]].to_numpy(np.int64).T,
        in_voices=terms[["quoted", "paraphrase"]].to_numpy(np.int64).T,
        tfidf=np.full((2, len(terms)), np.nan),
        function_words=np.array([is_function_phrase(term) for term in found], dtype=bool),
        pseudo=pseudo,
        size=np.full(len(terms), float(prior)),
    )


def _summary(names: tuple[str, str], totals: pd.DataFrame) -> pd.DataFrame:
    whole = totals[totals["length"].eq(0) & totals["uses"].gt(0)]
    rows = []
    for g, name in enumerate(names):
        mine = whole[whole["side"].eq(g)]
        rows.append((name, int(mine["statements"].sum()), mine["article_id"].nunique(), int(mine["uses"].sum())))
    return pd.DataFrame(rows, columns=["group", "statements", "articles", "words"]).astype({"group": "str"})


class _Asked:
    """Counts in DuckDB, which reads of a file what a question needs."""

    def __init__(self, counts: pd.DataFrame | str | Path) -> None:
        import duckdb

        self._con = duckdb.connect()
        if isinstance(counts, pd.DataFrame):
            require_columns(counts, COUNT_COLUMNS, purpose="A contrast from counts")
            self._con.register("counts", counts)
        else:
            path = str(counts).replace("'", "''")
            reader = "read_parquet" if path.endswith(".parquet") else "read_csv"
            more = "" if reader == "read_parquet" else ", header = true, all_varchar = true, strict_mode = true"
            numbers = ", ".join(f"CAST({c} AS BIGINT) AS {c}" for c in COUNT_COLUMNS if c not in _TEXT)
            plain = unguarded_sql if reader == "read_csv" else str
            texts = ", ".join(f"coalesce({plain(c)}, '') AS {c}" for c in ("article_id", '"group"', "term"))
            try:
                self._con.execute(f"CREATE VIEW counts AS SELECT {texts}, {numbers} FROM {reader}('{path}'{more})")
                self._con.execute("SELECT * FROM counts LIMIT 1").fetchall()
            except duckdb.Error as error:
                raise InputError(
                    f"{counts} holds no counts ({str(error).splitlines()[0]}); name a file that `framing counts` wrote"
                ) from error

    @property
    def rows(self) -> int:
        """Rows of counts."""
        return int(self._con.execute("SELECT count(*) FROM counts").fetchall()[0][0])

    def groups(self) -> list[str]:
        """Values of the groups."""
        return [str(r[0]) for r in self._con.execute('SELECT DISTINCT "group" FROM counts ORDER BY 1').fetchall()]

    def choose(self, first: Sequence[str], second: Sequence[str]) -> None:
        """Take the two groups."""
        sides = pd.DataFrame({"group": [*first, *second], "side": [0] * len(first) + [1] * len(second)})
        self._con.register("sides", sides)
        self._con.execute('CREATE VIEW mine AS SELECT c.*, s.side FROM counts c JOIN sides s USING ("group")')

    def terms(self, least: int, statements: int) -> pd.DataFrame:
        """The terms of the two groups, with their sums."""
        per = ", ".join(
            f"coalesce(sum(statements) FILTER (side = {g}), 0) AS statements_{n}, "
            f"count(DISTINCT article_id) FILTER (side = {g}) AS articles_{n}"
            for g, n in enumerate("ab")
        )
        self._con.execute(
            "CREATE TABLE terms AS SELECT row_number() OVER (ORDER BY length, term) - 1 AS number, * FROM ("
            f"SELECT term, any_value(length) AS length, {per}, sum(quoted) AS quoted, sum(paraphrase) AS paraphrase "
            f"FROM mine WHERE term <> '' GROUP BY term HAVING count(DISTINCT article_id) >= {least:d} "
            f"AND sum(statements) >= {statements:d})"
        )
        return self._table(
            "SELECT t.*, w.all_uses FROM terms t JOIN (SELECT term, sum(uses) AS all_uses FROM counts "
            "WHERE term <> '' GROUP BY term) w USING (term) ORDER BY number"
        )

    def uses(self) -> pd.DataFrame:
        """Uses of these terms by article and group."""
        return self._table(
            "SELECT m.article_id, m.side, t.number, sum(m.uses) AS uses FROM mine m JOIN terms t USING (term) "
            "GROUP BY ALL ORDER BY 1, 2, 3"
        )

    def totals(self) -> pd.DataFrame:
        """Words, statements and uses of all terms of each length by article and group."""
        return self._table(
            "SELECT article_id, side, length, sum(uses) AS uses, sum(statements) AS statements FROM mine "
            "WHERE term = '' GROUP BY ALL ORDER BY 1, 2, 3"
        )

    def background(self) -> dict[int, float]:
        """Uses of all terms of each length in all groups."""
        found = self._con.execute("SELECT length, sum(uses) FROM counts WHERE term = '' GROUP BY 1").fetchall()
        return {int(n): float(uses) for n, uses in found}

    def _table(self, sql: str) -> pd.DataFrame:
        table: Any = self._con.execute(sql).df()
        return table.astype({c: "str" for c in _TEXT if c in table.columns})  # type: ignore[no-any-return]


_TEXT = ("article_id", "group", "term")

"""Echo: how far the outlet's own voice speaks like each actor's statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from framing.compare.function_words import FUNCTION_WORDS
from framing.compare.groups import nearest
from framing.compare.statistics import Floats
from framing.compare.terms import Analyser, TermUses, check_terms, find_terms
from framing.errors import ComparisonError
from framing.measure.balance_columns import MISSING, group_values, require_columns
from framing.values import Voice

__all__ = ["Echo", "Embed", "echo"]

Embed = Callable[[Sequence[str]], Floats]
"""Texts to vectors (texts × dimensions), such as a sentence encoder."""

_NEEDED = ("article_id", "field", "sentence", "start", "end", "voice", "statement_id", "text")


@dataclass(frozen=True, eq=False)
class Echo:
    """Similarity of the outlet's own sentences to each actor's statements.

    ``table``: one row an actor, most echoed first: its name, ``statements``, ``articles``, ``similarity`` (cosine of
    the mean TF-IDF vectors of its statements and of the own sentences, 0 to 1), ``shuffled``: the mean of that with
    actors shuffled among the statements of each article, ``shuffled_low`` and ``shuffled_high`` the middle 95% of it,
    ``excess`` similarity − shuffled, ``shared_terms`` that add most; with an encoder the same in ``embedding_…``.
    ``own_sentences`` is their number.
    """

    table: pd.DataFrame
    own_sentences: int
    _by: str = field(repr=False)
    _own: pd.DataFrame = field(repr=False)
    _said: pd.DataFrame = field(repr=False)
    _own_vectors: sparse.csr_matrix = field(repr=False)
    _said_vectors: sparse.csr_matrix = field(repr=False)
    _uses: TermUses = field(repr=False)

    def lines(self, actor: str, n: int = 5) -> pd.DataFrame:
        """The pairs of an own sentence and a statement of the actor's that are most alike, side by side.

        Columns: ``similarity``, ``shared_terms``, then ``own_…`` and ``said_…``: article_id, field, start, end, text,
        and ``statement_id``.
        """
        at = np.flatnonzero(self._said[self._by].eq(actor).to_numpy())
        if not len(at):
            raise ComparisonError(f"There is no {self._by} {actor!r}. {nearest(actor, self._said[self._by])}")
        pairs = (self._own_vectors @ self._said_vectors[at].T).tocoo()
        order = np.lexsort((pairs.col, pairs.row, -pairs.data))[:n]
        rows = []
        for k in order.tolist():
            i, j = int(pairs.row[k]), int(at[pairs.col[k]])
            product = self._own_vectors[i].multiply(self._said_vectors[j]).tocoo()
            own, said = self._own.iloc[i], self._said.iloc[j]
            places = ("article_id", "field", "start", "end", "text")
            rows.append(
                {"similarity": float(pairs.data[k]), "shared_terms": self._terms(product.col, product.data)}
                | {f"own_{c}": own[c] for c in places}
                | {f"said_{c}": said[c] for c in places}
                | {"statement_id": said["statement_id"]}
            )
        return pd.DataFrame(rows)

    def _terms(self, columns: NDArray[np.int64], weights: Floats, n: int = 8) -> str:
        return _heaviest(self._uses, columns, weights, n)


def echo(
    voices_table: pd.DataFrame,
    *,
    by: str = "speaker",
    analyser: Analyser | None = None,
    embed: Embed | None = None,
    draws: int = 200,
    seed: int = 0,
) -> Echo:
    """How far the outlet's own voice speaks like each actor's quoted and paraphrased words.

    Own sentences are those without any attributed words, so that "he said" is not the outlet's likeness to him. Words
    and two-word phrases without function words, unless ``analyser`` says otherwise; idf over own sentences and
    statements together. Actors are shuffled within articles: what all of an article's actors share with the outlet
    is its subject, not an echo. Raises ComparisonError where there is no own sentence or no statement.
    """
    require_columns(voices_table, [*_NEEDED, by], purpose="echo")
    analyser = analyser or Analyser(ngrams=(1, 2), keep=lambda word: word not in FUNCTION_WORDS)
    own, said = _own_sentences(voices_table), _statements(voices_table, by)
    for found, what in ((own, "sentences in the outlet's own voice"), (said, "statements")):
        if found.empty:
            raise ComparisonError(f"An echo needs both sides: the table has no {what}.")
    uses = find_terms([*own["text"], *said["text"]], analyser)
    check_terms(len(uses.order))
    vectors = TfidfTransformer().fit_transform(uses.matrix)
    own_vectors, said_vectors = vectors[: len(own)], vectors[len(own) :]
    actor, names = pd.factorize(said[by], sort=True)
    article, _ = pd.factorize(said["article_id"])
    shuffles = _shuffles(actor, article, draws=draws, seed=seed)
    table = pd.DataFrame(
        {
            by: pd.Series(names, dtype="str"),
            "statements": np.bincount(actor, minlength=len(names)),
            "articles": said.groupby(by, sort=True)["article_id"].nunique().to_numpy(),
        }
    )
    own_mean = np.asarray(own_vectors.mean(axis=0)).ravel()
    table = table.assign(**_similarities(said_vectors, own_mean, actor, shuffles, prefix=""))
    sums = _by_actor(actor, len(names)) @ said_vectors
    table["shared_terms"] = pd.Series(
        [_heaviest(uses, row.indices, row.data * own_mean[row.indices], 8) for row in sums.tocsr()], dtype="str"
    )
    if embed is not None:
        embedded = normalize(np.asarray(embed([*own["text"], *said["text"]]), dtype=np.float64))
        mean = embedded[: len(own)].mean(axis=0)
        table = table.assign(**_similarities(embedded[len(own) :], mean, actor, shuffles, prefix="embedding_"))
    table = table.sort_values(["similarity", by], ascending=[False, True], ignore_index=True)
    return Echo(table, len(own), by, own, said, own_vectors, said_vectors, uses)


def _own_sentences(voices: pd.DataFrame) -> pd.DataFrame:
    keys = ["article_id", "field", "sentence"]
    attributed = voices["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value])
    holds = attributed.groupby([voices[k] for k in keys], sort=False).transform("any")
    own = voices[voices["voice"].eq(Voice.OWN.value) & ~holds]
    return _joined(own, keys, {})


def _statements(voices: pd.DataFrame, by: str) -> pd.DataFrame:
    frame = voices.assign(**{by: group_values(voices[by])})
    said = frame[
        frame["voice"].isin([Voice.QUOTED.value, Voice.PARAPHRASE.value])
        & frame["statement_id"].notna()
        & frame[by].ne(MISSING)
    ]
    return _joined(said, ["article_id", "statement_id"], {"field": ("field", "first"), by: (by, "first")})


def _joined(rows: pd.DataFrame, keys: list[str], more: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """One row a unit: its pieces joined by an ellipsis, which no phrase crosses."""
    wanted = {"start": ("start", "min"), "end": ("end", "max"), **more}
    groups = rows.groupby(keys, sort=False)
    table = groups.agg(**wanted)
    table["text"] = groups["text"].agg(" … ".join) if len(table) else pd.Series(dtype="str")
    return table.reset_index()


def _by_actor(actor: NDArray[np.int64], n: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(actor)), (actor, np.arange(len(actor)))), shape=(n, len(actor)))


def _shuffles(
    actor: NDArray[np.int64], article: NDArray[np.int64], *, draws: int, seed: int
) -> list[NDArray[np.int64]]:
    """Actors of the statements, shuffled within articles."""
    rng = np.random.default_rng(seed)
    order = np.argsort(article, kind="stable")
    shuffled = []
    for _ in range(draws):
        places = np.lexsort((rng.random(len(actor)), article))
        drawn = np.empty_like(actor)
        drawn[order] = actor[places]
        shuffled.append(drawn)
    return shuffled


def _similarities(
    vectors: sparse.csr_matrix | Floats,
    own: Floats,
    actor: NDArray[np.int64],
    shuffles: list[NDArray[np.int64]],
    *,
    prefix: str,
) -> dict[str, Floats]:
    n = int(actor.max()) + 1
    similarity = _cosines(vectors, own, actor, n)
    drawn = np.array([_cosines(vectors, own, s, n) for s in shuffles]).reshape(len(shuffles), n)
    found = {"similarity": similarity}
    if len(drawn):
        low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
        mean = drawn.mean(axis=0)
        found |= {"shuffled": mean, "shuffled_low": low, "shuffled_high": high, "excess": similarity - mean}
    return {prefix + name: values for name, values in found.items()}


def _cosines(vectors: sparse.csr_matrix | Floats, own: Floats, actor: NDArray[np.int64], n: int) -> Floats:
    sums = _by_actor(actor, n) @ vectors
    square = sums.multiply(sums) if sparse.issparse(sums) else sums**2
    size = np.sqrt(np.asarray(square.sum(axis=1)).ravel()) * np.linalg.norm(own)
    product = np.asarray(sums @ own).ravel()
    cosines: Floats = np.divide(product, size, out=np.zeros(n), where=size > 0)
    return cosines


def _heaviest(uses: TermUses, columns: NDArray[np.int64], weights: Floats, n: int) -> str:
    """The terms of greatest weight, most first; ties in order of first use."""
    held = np.flatnonzero(weights > 0)
    order = held[np.lexsort((columns[held], -weights[held]))][:n]
    return ", ".join(uses.names(columns[order].astype(np.int64)))

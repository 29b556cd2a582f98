"""Echo: how far the outlet's own voice speaks like each actor's statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from framing.errors import ComparisonError
from framing.function_words import FUNCTION_WORDS
from framing.results import Result, result
from framing.subject import Subject, corpus_of, statements_of, voices_table
from framing.tables import By, grouped, key_of, known_value, somebody
from framing.term_uses import TermUses, check_terms, find_terms
from framing.terms import Analyser, Floats
from framing.text_vectors import text_vectors
from framing.units import Grouping, units_of
from framing.values import Kind, Voice
from framing.whose import ATTRIBUTED, of_statements

__all__ = ["Echo", "Embed", "Likeness", "echo"]

Embed = Callable[[Sequence[str]], Floats]
"""Texts to vectors (texts × dimensions), such as a sentence encoder."""

_ROWS = 1000
"""Own sentences that are compared with all statements at a time."""

_NEEDED = ("article_id", "field", "sentence", "start", "end", "voice", "statement_id", "text")


_OF_ARTICLES = ("outlet", "date", "article_id")
"""Columns that are the same for all of an article's statements."""


class Likeness(StrEnum):
    """What makes two lines alike: the words that they share, or what their words mean."""

    WORDS = "similarity"
    MEANING = "embedding_similarity"


@dataclass(frozen=True, eq=False)
class Echo:
    """Similarity of the outlet's own sentences to each actor's statements.

    ``table``: one row an actor, most echoed first: its name, ``statements``, ``articles``, ``similarity`` (cosine of
    the mean TF-IDF vectors of its statements and of the own sentences, 0 to 1), ``shuffled``: the mean of that with
    actors shuffled among the statements of each article, ``shuffled_low`` and ``shuffled_high`` the middle 95% of it,
    ``excess`` similarity − shuffled, ``shared_terms`` that add most; the same of the mean vectors of meaning in
    ``embedding_…`` (unless they were left out); ``note`` where shuffling can say nothing. ``own_sentences`` is their
    number. ``evidence`` gives the statements behind a row of the table.
    """

    table: Result
    own_sentences: int
    _by: tuple[str, ...] = field(repr=False)
    _own: pd.DataFrame = field(repr=False)
    _said: pd.DataFrame = field(repr=False)
    _vectors: tuple[sparse.csr_matrix, sparse.csr_matrix] = field(repr=False)
    _meaning: tuple[Floats, Floats] | None = field(repr=False)
    _uses: TermUses = field(repr=False)

    def evidence(self, row_or_key: Any, *, width: int = 50) -> pd.DataFrame:
        """The actor's statements: ``table.evidence``."""
        return self.table.evidence(row_or_key, width=width)

    def lines(self, actor: str | Sequence[str], n: int = 5, *, rank: Likeness | str | None = None) -> pd.DataFrame:
        """The pairs of an own sentence and a statement of the actor's that are most alike, side by side.

        ``actor`` is a value of ``by``, or one for each of its columns.

        Columns: ``similarity`` (cosine of TF-IDF vectors), ``shared_terms``, ``embedding_similarity``, then ``own_…``
        and ``said_…``: article_id, field, start, end, text, and ``statement_id``. ``rank`` is by meaning where there
        are vectors of it, else by words. In ranking by meaning, what a sentence has in common with all statements, and
        a statement with all sentences, counts for nothing: the subject of the whole article is no echo.
        """
        mine = pd.Series(True, index=self._said.index)
        for column, value in key_of(self._by, actor).items():
            known_value(value, self._said[column], what=f"There is no {column}")
            mine &= self._said[column].eq(value)
        at = np.flatnonzero(mine.to_numpy())
        best: list[tuple[float, int, int]] = []
        for first, score in self._scores(rank, at):
            order = np.argsort(-score, axis=None, kind="stable")[:n]
            best += [(-score.flat[k], first + int(k) // len(at), int(at[int(k) % len(at)])) for k in order]
        return self._pairs((i, j) for score, i, j in sorted(best)[:n] if score < 0)

    def sentences(self, n: int | None = None, *, rank: Likeness | str | None = None) -> pd.DataFrame:
        """Each own sentence with the statement that it is most like, the most alike first; columns as in :meth:`lines`.

        The first columns are the actor's.
        """
        best: list[tuple[float, int, int]] = []
        for first, score in self._scores(rank, np.arange(len(self._said))):
            nearest_to = score.argmax(axis=1)
            best += [(-score[i, j], first + i, int(j)) for i, j in enumerate(nearest_to)]
        chosen = [(i, j) for score, i, j in sorted(best)[:n] if score < 0]
        table = self._pairs(chosen)
        for place, column in enumerate(self._by):
            table.insert(place, column, pd.Series([self._said[column].iloc[j] for _, j in chosen], dtype="str"))
        return table

    def _scores(self, rank: Likeness | str | None, at: NDArray[np.int64]) -> Iterator[tuple[int, Floats]]:
        """How alike own sentences (rows) and the statements ``at`` are, some rows at a time, each with its first."""
        chosen = Likeness(rank) if rank is not None else Likeness.MEANING if self._meaning else Likeness.WORDS
        if chosen is Likeness.MEANING and self._meaning is None:
            raise ComparisonError("This echo was made with embed=None: rank its lines by Likeness.WORDS.")
        for first in range(0, len(self._own), _ROWS):
            rows = slice(first, first + _ROWS)
            if self._meaning is None or chosen is Likeness.WORDS:
                yield first, np.asarray((self._vectors[0][rows] @ self._vectors[1][at].T).todense(), dtype=np.float64)
            else:
                # taking the means out of both sides takes out of each cosine what its row and column have in common
                own, said = (x - x.mean(axis=0) for x in self._meaning)
                yield first, np.asarray(own[rows] @ said[at].T)

    def _pairs(self, pairs: Iterable[tuple[int, int]]) -> pd.DataFrame:
        places = ("article_id", "field", "start", "end", "text")
        rows = []
        for i, j in pairs:
            product = self._vectors[0][i].multiply(self._vectors[1][j]).tocoo()
            own, said = self._own.iloc[i], self._said.iloc[j]
            likeness = {"similarity": float(product.sum()), "shared_terms": self._terms(product.col, product.data)}
            if self._meaning is not None:
                likeness["embedding_similarity"] = float(self._meaning[0][i] @ self._meaning[1][j])
            rows.append(
                likeness
                | {f"own_{c}": own[c] for c in places}
                | {f"said_{c}": said[c] for c in places}
                | {"statement_id": said["statement_id"]}
            )
        columns = [
            "similarity", "shared_terms", *([] if self._meaning is None else ["embedding_similarity"]),
            *(f"own_{c}" for c in places), *(f"said_{c}" for c in places), "statement_id",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def _terms(self, columns: NDArray[np.int64], weights: Floats, n: int = 8) -> str:
        return _heaviest(self._uses, columns, weights, n)


def echo(
    subject: Subject,
    *,
    by: By = "speaker",
    analyser: Analyser | None = None,
    embed: Embed | Literal["shipped"] | None = "shipped",
    draws: int = 200,
    seed: int = 0,
    cluster: Grouping | None = None,
) -> Echo:
    """How far the outlet's own voice speaks like each actor's quoted and paraphrased words.

    Own sentences are those without any attributed words, so that "he said" is not the outlet's likeness to him. Words
    and two-word phrases without function words, unless ``analyser`` says otherwise; idf over own sentences and
    statements together. Actors are shuffled within articles: what all of an article's actors share with the outlet
    is its subject, not an echo. Articles of one ``cluster`` (:mod:`framing.units`, near-copies where they are known)
    are shuffled as one, for they share their subject; nothing is shuffled between strata. ``embed`` maps texts
    to vectors: by default means of the shipped model's word vectors (:func:`~framing.text_vectors.text_vectors`), or an
    encoder of your own, or None for none.

    An echo is likeness, not agreement and not influence: an outlet that denies what an actor claims uses its words too.
    ``by`` is a column of the voices table or several. Raises ComparisonError where there is no own sentence or no
    statement, and for a column of the articles.
    """
    frame, columns = grouped(voices_table(subject, purpose="echo"), by, purpose="echo", needed=_NEEDED)
    if of_articles := [c for c in columns if c in _OF_ARTICLES]:
        raise ComparisonError(
            f"An echo by {of_articles[0]} has no meaning: it asks whose statements an article's own sentences sound "
            "like, and actors are shuffled within an article, in which all statements have the same "
            f"{of_articles[0]}. Name a column of the speakers: speaker, side, type … (to compare outlets, make an echo "
            "of each)."
        )
    analyser = analyser or Analyser(ngrams=(1, 2), keep=lambda word: word not in FUNCTION_WORDS)
    own, said = _own_sentences(frame), _statements(frame, columns)
    for found, what in ((own, "sentences in the outlet's own voice"), (said, "statements")):
        if found.empty:
            raise ComparisonError(f"An echo needs both sides: the table has no {what}.")
    uses = find_terms([*own["text"], *said["text"]], analyser)
    check_terms(len(uses.order))
    from sklearn.feature_extraction.text import TfidfTransformer  # a second and 70 MB

    weighted = TfidfTransformer().fit_transform(uses.matrix)
    own_vectors, said_vectors = weighted[: len(own)], weighted[len(own) :]
    actors = said.groupby(columns, sort=True)
    actor: NDArray[np.int64] = np.asarray(actors.ngroup(), dtype=np.int64)
    names = actors.size().reset_index()[columns]
    ids = said["article_id"].astype("str")
    each = ids.drop_duplicates().tolist()
    units = units_of(each, cluster=cluster, table=frame, corpus=corpus_of(subject))
    article = ids.map(dict(zip(each, units.unit.tolist(), strict=True))).to_numpy(dtype=np.int64)
    shuffles = _shuffles(actor, article, draws=draws, seed=seed)
    table = pd.DataFrame(
        {
            **{c: names[c].astype("str") for c in columns},
            "statements": np.bincount(actor, minlength=len(names)),
            "articles": actors["article_id"].nunique().to_numpy(),
        }
    )
    own_mean = np.asarray(own_vectors.mean(axis=0)).ravel()
    table = table.assign(**_similarities(said_vectors, own_mean, actor, shuffles, prefix=""))
    sums = _by_actor(actor, len(names)) @ said_vectors
    table["shared_terms"] = pd.Series(
        [_heaviest(uses, row.indices, row.data * own_mean[row.indices], 8) for row in sums.tocsr()], dtype="str"
    )
    meaning = None
    if embed is not None:
        texts = [*own["text"], *said["text"]]
        vectors = text_vectors(texts) if embed == "shipped" else _checked(embed(texts), len(texts))
        meaning = vectors[: len(own)], vectors[len(own) :]
        table = table.assign(**_similarities(meaning[1], meaning[0].mean(axis=0), actor, shuffles, prefix="embedding_"))
    table["note"] = _notes(actor, article, len(names))
    table = table.sort_values(["similarity", *columns], ascending=[False, *[True] * len(columns)], ignore_index=True)
    opened = result(table, keys=columns, lines=said, corpus=corpus_of(subject), statements=statements_of(subject))
    return Echo(opened, len(own), tuple(columns), own, said, (own_vectors, said_vectors), meaning, uses)


def _checked(vectors: Floats, texts: int) -> Floats:
    """Vectors of a user's encoder as unit vectors. Raises ComparisonError where they are not one a text."""
    found = np.asarray(vectors, dtype=np.float64)
    if found.ndim != 2 or len(found) != texts:
        raise ComparisonError(
            f"embed gave an array of shape {found.shape} for {texts} texts; it has to give one row a text."
        )
    from sklearn.preprocessing import normalize

    return np.asarray(normalize(np.nan_to_num(found)), dtype=np.float64)


def _notes(actor: NDArray[np.int64], article: NDArray[np.int64], n: int) -> pd.Series:
    """Whose statements have nobody else's in their articles to be shuffled with."""
    pairs = pd.DataFrame({"actor": actor, "article": article})
    alone = pairs.groupby("article")["actor"].transform("nunique").eq(1).groupby(pairs["actor"]).all()
    single = np.bincount(actor, minlength=n) == 1
    notes = np.select(
        [alone.to_numpy(), single],
        ["nobody else speaks in its articles: nothing to shuffle", "one statement: its subject may be all there is"],
        default="",
    )
    return pd.Series(notes, dtype="str")


def _own_sentences(voices: pd.DataFrame) -> pd.DataFrame:
    keys = ["article_id", "field", "sentence"]
    attributed = voices["voice"].isin(ATTRIBUTED)
    holds = attributed.groupby([voices[k] for k in keys], sort=False).transform("any")
    own = voices[voices["voice"].eq(Voice.OWN.value) & ~holds]
    return _joined(own, keys, {})


def _statements(voices: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    said = voices[of_statements(voices) & somebody(voices, columns)]
    kept = [c for c in ("speaker", "cue") if c in voices.columns]
    more = {c: (c, "first") for c in ("field", *kept, *columns) if c != "article_id"}
    table = _joined(
        said, ["article_id", "statement_id"], {"voice": ("voice", "min"), "_voice": ("voice", "max")} | more
    )
    return table.assign(voice=table["voice"].mask(table["voice"].ne(table["_voice"]), Kind.MIXED.value))


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

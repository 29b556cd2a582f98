"""Near-copies: wire text that several print, cut, under another headline or lightly edited.

Two articles share a text where at least half of the words of the shorter stand in runs of four or more words that the
longer has, too, and a third of its words outside quotation marks: what two articles have in common only inside
quotation marks is a speech that both quote, an event and no copy; nor is it one where they share a heading line and a
footer.

The work grows with the number of articles and not with its square: each article is held only against those that share
runs of its sample with it (:mod:`framing.events.shingles`), the longest first, and the runs that a group of copies has
in common are remembered once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import ComparisonError
from framing.events.overlap import CopyLines, Reader
from framing.events.shingles import Cutter, Hashes, sampled, sampling
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Tables, corpus_of
from framing.tables import known_value
from framing.units import COPIES
from framing.values import Corpus, Problem
from framing.wording import amount

__all__ = [
    "COPY_COLUMNS",
    "Sketch",
    "Sketches",
    "copies_note",
    "copy_groups",
    "copy_parts",
    "corpus_given",
    "mark_copies",
    "near_copies",
]

COPY_COLUMNS = (
    "article_id", "copy_group", "versions", "outlet", "date", "text_words", "shared_share", "cut_share", "added_words",
)  # fmt: skip

_CANDIDATE = 0.2
"""Share of a sample that two articles have in common from which on they are compared word by word. Of a text with one
word in ten changed 66% of the runs are left; a sample of 50 tells such a share to ± 14%."""
_MOST_CANDIDATES = 6
_STOCK = 40
"""Groups of copies in which a run may stand; one of more is a phrase of the language."""


def mark_copies(corpus: Corpus) -> Corpus:
    """The corpus with a column :data:`framing.units.COPIES` where counted articles repeat most of another, and a note.

    Intervals and tests then take the versions of one text as one article. A corpus without copies is given back as it
    is.
    """
    if len(corpus.counted) < 2:
        return corpus
    table = near_copies(corpus)
    group = dict(zip(table["article_id"], table["copy_group"], strict=True))
    counted = [group[a.id] for a in corpus.counted]
    repeated = len(counted) - len(set(counted))
    if not repeated:
        return corpus
    articles = tuple(replace(a, extra={**a.extra, COPIES: a.extra.get(COPIES) or group[a.id]}) for a in corpus)
    noted = Problem("copies", copies_note(repeated), skipped=False)
    return replace(corpus, articles=articles, problems=(*corpus.problems, noted))


def copies_note(repeated: int) -> str:
    """What a reader has to know where so many articles repeat most of another."""
    return (
        f"{amount(repeated, 'article')} with most of the text of another (framing copies lists them): intervals and "
        "tests count the versions of a text as one article"
    )


def near_copies(subject: Corpus | Tables | Statements) -> Result:
    """Who printed the same text, one row an article, in the order of the corpus.

    ``subject`` is a corpus, statements or an analysis. All of its articles are looked at, those that reading has marked
    as copies (``Article.duplicate_of``), too; titles are not looked at.

    Columns: ``article_id``; ``copy_group``, the id of the fullest (longest) version, the article's own id where nobody
    else prints its text: what to count by where copies count once, or to resample by; ``versions``, how many articles
    print it; ``outlet``, ``date``; ``text_words``, words of the article's text; ``shared_share``, the share of them
    that the fullest version has (1 of that itself); ``cut_share``, the share of the fullest version's words that the
    article lacks; ``added_words``, how many it has that the fullest version lacks.

    ``evidence(row)`` gives the places in the article, with a column ``part``: "shared" or "added"; what was cut
    :func:`framing.events.copy_parts` shows, too.

    Raises a ComparisonError where ``subject`` holds no articles.
    """
    corpus = corpus_given(subject, purpose="near_copies")
    sketches = _sketched(corpus)
    full = _grouped(corpus, sketches)
    reader = Reader(corpus)
    ids = [a.id for a in corpus]
    measures = np.tile([1.0, 0.0, 0.0], (len(ids), 1))
    for i in np.lexsort((np.arange(len(ids)), full)).tolist():  # group by group: the fullest version is read once
        if full[i] != i and sketches.words[i]:
            mine, other = reader.shared(ids[i], ids[full[i]]), reader.shared(ids[full[i]], ids[i])
            measures[i] = mine.mean(), 1 - other.mean(), (~mine).sum()
    table = pd.DataFrame(
        {
            "article_id": ids,
            "copy_group": [ids[i] for i in full],
            "versions": np.bincount(full, minlength=len(ids))[full],
            "outlet": [a.outlet for a in corpus],
            "date": [a.date.isoformat() if a.date else None for a in corpus],
            "text_words": sketches.words,
            "shared_share": measures[:, 0],
            "cut_share": measures[:, 1],
            "added_words": measures[:, 2].astype(np.int64),
        },
        columns=list(COPY_COLUMNS),
    ).astype(dict.fromkeys(("article_id", "copy_group", "outlet", "date"), "str"))
    lines = CopyLines(corpus, dict(zip(table["article_id"], table["copy_group"], strict=True)))
    return result(table, keys="article_id", lines=lines, corpus=corpus, more=("part",))


def corpus_given(subject: object, *, purpose: str) -> Corpus:
    """The articles of a corpus, statements, an analysis or a table of them; a ComparisonError where there are none."""
    known = subject if isinstance(subject, Corpus) else None
    if isinstance(subject, (Tables, Statements, pd.DataFrame)):
        known = corpus_of(subject)
    if known is None:
        raise ComparisonError(
            f"{purpose} looks at articles, which this {type(subject).__name__} does not hold: give a Corpus "
            "(framing.read), Statements (framing.extract) or an Analysis (framing.analyze)."
        )
    return known


def copy_parts(copies: Result, article_id: str) -> pd.DataFrame:
    """Where a copy and the fullest version of its text agree and differ.

    ``copies`` is what :func:`near_copies` gave. Columns: ``part``, "shared", "added" (only the copy has it) or "cut"
    (only the fullest version has it); ``article_id``, ``field``, ``start``, ``end`` (string indices) and ``text``, the
    words: those of the copy, then what was cut, of the fullest version. Words between two changes that lie fewer than
    four words apart count as changed.

    Raises a ComparisonError where ``copies`` holds no such article, or was not made by :func:`near_copies`.
    """
    lines = getattr(copies, "_lines", None)
    if not isinstance(lines, CopyLines):
        raise ComparisonError("copy_parts takes the table that near_copies gave, which knows its articles.")
    known_value(article_id, lines.full, what="There is no article")
    return lines.parts(article_id)


@dataclass(frozen=True, eq=False)
class Sketches:
    """What is kept of every article: its number of words, a digest of them, and the sample of its runs."""

    words: NDArray[np.int64]
    digests: Sequence[bytes]
    samples: Sequence[Hashes]


class Sketch:
    """Sketches texts, one after the other."""

    def __init__(self) -> None:
        self._cutter = Cutter()

    def __call__(self, text: str) -> tuple[int, bytes, Hashes]:
        """Words, digest and sample of a text."""
        cut = self._cutter(text)
        runs = cut.runs()
        digest = blake2b(cut.hashes.tobytes(), digest_size=16).digest()
        return len(cut), digest, np.unique(runs[sampled(runs, sampling(len(cut)))])


def _sketched(corpus: Corpus) -> Sketches:
    sketch = Sketch()
    words, digests, samples = zip(*(sketch(a.text) for a in corpus), strict=True) if len(corpus) else ((), (), ())
    return Sketches(np.array(words, dtype=np.int64), digests, samples)


def copy_groups(corpus: Corpus, sketches: Sketches) -> list[str]:
    """The ``copy_group`` of :func:`near_copies` for each article, of articles that were sketched before."""
    return [corpus[int(i)].id for i in _grouped(corpus, sketches)]


def _grouped(corpus: Corpus, sketches: Sketches) -> NDArray[np.int64]:
    """The number of the fullest version of each article's text."""
    n = len(corpus)
    order = np.lexsort((np.arange(n), -sketches.words))  # the longest first: a copy comes after what it was cut from
    reader = Reader(corpus)
    group = np.arange(n)
    equal: dict[bytes, int] = {}
    known: defaultdict[int, list[int]] = defaultdict(list)
    for i, runs in _shared_runs(sketches.samples, order):
        full = equal.get(sketches.digests[i]) if sketches.words[i] else None
        if full is None:
            candidates = _candidates(sketches, i, runs, known)
            full = next((int(group[j]) for j in candidates if reader.is_copy(corpus[j].id, corpus[i].id)), i)
        group[i] = full
        equal[sketches.digests[i]] = full
        for run in runs:
            before = known[run]
            if len(before) <= _STOCK and not any(group[j] == full for j in before):
                before.append(i)
    return group


def _candidates(sketches: Sketches, i: int, runs: Sequence[int], known: Mapping[int, list[int]]) -> list[int]:
    """Longer articles that share enough of the sample to be compared, those that share most first."""
    votes: Counter[int] = Counter()
    for run in runs:
        before = known.get(run, ())
        if len(before) <= _STOCK:
            votes.update(before)
    sample = sketches.samples[i]
    found, own, most = [], sampling(int(sketches.words[i])), dict[int, int]()
    for j, n in votes.items():
        if n > 1:
            level = max(own, sampling(int(sketches.words[j])))
            if level not in most:
                most[level] = int(np.count_nonzero(sampled(sample, level)))
            if n >= _CANDIDATE * most[level]:
                found.append((-n, j))
    return [j for _, j in sorted(found)[:_MOST_CANDIDATES]]


def _shared_runs(samples: Sequence[Hashes], order: NDArray[np.int64]) -> Iterator[tuple[int, list[int]]]:
    """Each article in that order, with the runs of its sample that another has, too: most stand in one text only."""
    lengths = np.array([len(s) for s in samples], dtype=np.int64)
    runs = np.concatenate([*samples, np.zeros(0, dtype=np.uint64)])
    by_value = np.argsort(runs, kind="stable")
    same = np.append(np.diff(runs[by_value]) == 0, False)
    several = same | np.append(False, same[:-1])
    numbers = np.full(len(runs), -1, dtype=np.int64)
    numbers[by_value] = np.where(several, np.cumsum(~np.append(False, same[:-1])), -1)
    ends = np.cumsum(lengths)
    for i in order.tolist():
        part = numbers[ends[i] - lengths[i] : ends[i]]
        yield i, part[part >= 0].tolist()

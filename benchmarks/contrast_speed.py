"""How long a contrast takes, against bare counting and other packages, on the same statements in one run.

    python benchmarks/contrast_speed.py ../shared/data/polnear/train.jsonl.gz --copies 5

Groups are random halves of the statements, so that articles are shared. scattertext and ConvoKit are measured where
they are installed, once each, and with few ``--copies``: ConvoKit counts into a dense table of 15,000 terms, 12 GB for
100,000 statements. ConvoKit is given twice, with its cleaning of texts, which takes most of its time, and without.
Prints wall-clock and processor seconds, best of ``--repeats``, their ratio to scikit-learn's counting of the same
phrases, and the peak memory of the process before other packages ran. Where other work keeps the machine busy, read
processor seconds.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from contrast_simulation import fighting_words, statements
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from framing.contrasts import Inference, Test, contrast, top_terms
from framing.contrasts.clusters import ClusterCounts
from framing.contrasts.inference import infer


def table(path: Path, copies: int) -> pd.DataFrame:
    """A voices table with one row a statement, in groups A and B at random."""
    rows = [(f"{article}.{c}", text) for c in range(copies) for article, text in statements(path)]
    frame = pd.DataFrame(rows, columns=["article_id", "text"])
    number = frame.groupby("article_id", sort=False).cumcount()
    group = np.random.default_rng(0).integers(0, 2, len(frame))
    return frame.assign(
        field="text", sentence=number, start=0, end=frame["text"].str.len(), voice="quoted",
        statement_id="s" + number.astype(str), speaker=np.where(group == 0, "A", "B"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor."""

    wall: float
    processor: float


def timed(name: str, work: Callable[[], object], repeats: int, *, floor: Cost | None = None) -> Cost:
    """Print the best of some runs, and how many times the floor it is in processor seconds."""
    best = Cost(float("inf"), float("inf"))
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        best = Cost(min(best.wall, time.perf_counter() - wall), min(best.processor, time.process_time() - processor))
    ratio = f"{best.processor / floor.processor:.2f}" if floor else "1"
    print(f"| {name} | {best.wall:.2f} | {best.processor:.2f} | {ratio} |", flush=True)
    return best


def scattertext(frame: pd.DataFrame) -> None:
    """Its corpus of one- and two-word terms, without a parser."""
    st = importlib.import_module("scattertext")
    st.CorpusFromPandas(frame, category_col="speaker", text_col="text", nlp=st.whitespace_nlp_with_sentences).build()


def convokit(frame: pd.DataFrame, *, clean: bool) -> None:
    """Its corpus and FightingWords, as it comes or without cleaning."""
    texts = [frame.loc[frame["speaker"].eq(g), "text"].tolist() for g in ("A", "B")]
    fighting_words(*texts, text_of=None if clean else lambda utterance: utterance.text)


def tested(terms: int, articles: int, *, test: Test, intervals: bool) -> Callable[[], object]:
    """Test of as many terms that each stand in one article of eight, with or without their intervals."""
    rng = np.random.default_rng(0)
    in_a = np.arange(articles) % 2 == 0
    held = sparse.random_array((articles, terms), density=1 / 8, rng=rng, data_sampler=lambda size: np.ones(size))
    words = rng.integers(100, 900, (articles, 1)).astype(np.float64)
    keep = [sparse.diags(mask.astype(np.float64)) for mask in (in_a, ~in_a)]
    counts = ClusterCounts(
        *((k @ held).tocsr() for k in keep), words * in_a[:, None], words * ~in_a[:, None],
        np.zeros(terms, dtype=np.int64), np.zeros(articles, dtype=np.int64),
    )  # fmt: skip
    settings = Inference(test=test, max_terms=terms, min_clusters=2)
    return lambda: infer(counts, settings, names=("a", "b"), intervals=intervals)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=2)
    args = parser.parse_args()
    frame = table(args.data, args.copies)
    print(f"{len(frame)} statements, {frame['text'].str.split().str.len().sum()} words\n")
    print("| what | seconds | processor seconds | × counting |\n|---|---|---|---|")
    floors = {}
    for low, high in ((1, 2), (1, 3)):
        counter = CountVectorizer(ngram_range=(low, high))
        floor = floors[high] = timed(
            f"scikit-learn, counting only, {low}–{high} words",
            lambda c=counter: c.fit_transform(frame["text"]),
            args.repeats,
        )
        for name, inference in (("contrast without tests", None), ("contrast", Inference())):
            timed(
                f"{name}, {low}–{high} words",
                lambda i=inference, n=(low, high): contrast(frame, ("A", "B"), inference=i, ngrams=n),
                args.repeats,
                floor=floor,
            )
    found = contrast(frame, ("A", "B"), inference=None)
    timed("top terms and keyword in context", lambda: found.kwic(top_terms(found)["term"].iloc[0]), args.repeats,
          floor=floors[3])  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    for terms, articles in ((300, 80), (5000, 1000)):
        of = f"{terms:,} terms, {articles:,} articles"
        for test in Test:
            timed(f"{test.value.replace('_', ' ')} test: {of}", tested(terms, articles, test=test, intervals=False), 3,
                  floor=floors[3])  # fmt: skip
        timed(f"the same with intervals: {of}", tested(terms, articles, test=Test.NEGATIVE_BINOMIAL, intervals=True), 1,
              floor=floors[3])  # fmt: skip
    others = (
        ("scattertext", "scattertext, its corpus only, 1–2 words", scattertext, 2),
        ("convokit", "ConvoKit without cleaning, 1–3 words", partial(convokit, clean=False), 3),
        ("convokit", "ConvoKit, 1–3 words", partial(convokit, clean=True), 3),
    )
    for module, name, work, high in others:
        if importlib.util.find_spec(module):
            timed(name, lambda w=work: w(frame), 1, floor=floors[high])
        else:
            print(f"| {name} | not installed | | |")
    print(f"\npeak memory before other packages {peak:.2f} GB")


if __name__ == "__main__":
    main()

"""How long a contrast takes, against bare counting and other packages, on the same statements in one run.

    python benchmarks/contrast_speed.py ../shared/data/polnear/train.jsonl.gz --copies 5

Groups are random halves of the statements, so that articles are shared. scattertext and ConvoKit are measured where
they are installed. Prints wall-clock and processor seconds, best of ``--repeats``, and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from contrast_simulation import statements
from sklearn.feature_extraction.text import CountVectorizer

from framing.compare import contrast, top_terms


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


def timed(name: str, work: Callable[[], object], repeats: int) -> None:
    """Print the best of some runs."""
    best = (float("inf"), float("inf"))
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
    print(f"| {name} | {best[0]:.2f} | {best[1]:.2f} |", flush=True)


def scattertext(frame: pd.DataFrame) -> None:
    """Its corpus of one- and two-word terms, without a parser."""
    st = importlib.import_module("scattertext")
    st.CorpusFromPandas(frame, category_col="speaker", text_col="text", nlp=st.whitespace_nlp_with_sentences).build()


def convokit(frame: pd.DataFrame) -> None:
    """FightingWords with its own counting."""
    package = importlib.import_module("convokit")
    a, b = (frame.loc[frame["speaker"].eq(g), "text"].tolist() for g in ("A", "B"))
    package.FightingWords(ngram_range=(1, 3)).bayes_compare_language(a, b)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=2)
    args = parser.parse_args()
    frame = table(args.data, args.copies)
    print(f"{len(frame)} statements, {frame['text'].str.split().str.len().sum()} words\n")
    print("| what | seconds | processor seconds |\n|---|---|---|")
    for low, high in ((1, 2), (1, 3)):
        counter = CountVectorizer(ngram_range=(low, high))
        timed(
            f"scikit-learn, counting only, {low}–{high} words",
            lambda c=counter: c.fit_transform(frame["text"]),
            args.repeats,
        )
        settings = {"ngrams": (low, high)}
        timed(f"contrast without resampling, {low}–{high} words",
              lambda s=settings: contrast(frame, ("A", "B"), inference=None, **s), args.repeats)  # fmt: skip
        timed(f"contrast, {low}–{high} words", lambda s=settings: contrast(frame, ("A", "B"), **s), args.repeats)
    found = contrast(frame, ("A", "B"), inference=None)
    timed("top terms and keyword in context", lambda: found.kwic(top_terms(found)["term"].iloc[0]), args.repeats)
    for name, work in (("scattertext", scattertext), ("ConvoKit", convokit)):
        if importlib.util.find_spec(name.lower()):
            timed(name, lambda w=work: w(frame), args.repeats)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main()

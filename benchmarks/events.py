"""Articles of one event: what the weights are fitted on, and how well events of other data are found.

    python benchmarks/events.py fit --data FOLDER       PolNeAR's training articles and events_pairs.tsv
    python benchmarks/events.py basil --data FOLDER     45 events that three outlets cover, in BASIL
    python benchmarks/events.py speed [--articles 20000]

*fit.* ``events_pairs.tsv`` holds pairs of PolNeAR articles of different outlets, labelled by reading their headlines
and dates: the same event or not. Drawn from pairs at most two days apart, the more
alike the more often, and from the most alike pairs of more than five days apart, which are of one subject and not of
one event. Doubtful pairs were left out. All are of one campaign for one presidency, which makes them hard.
Names (cosine of the words in capitals) and means of the shipped word vectors are printed beside the three that are
used; in a regression with these they got weights near 0 or below.

*basil.* Adjusted Rand index (Hubert and Arabie 1985) of events found and given, dates hidden and not, headlines hidden
and not; random parts of the corpus (fewer events, articles missing); with all of PolNeAR in the corpus.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import json
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, roc_auc_score
from sklearn.model_selection import cross_val_score

from framing.events import match_events
from framing.events.match import likeness
from framing.events.weights import weighted_words
from framing.text_vectors import text_vectors
from framing.values import Article, Corpus

PAIRS = Path(__file__).with_name("events_pairs.tsv")


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """Rows of a data file."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def corpus_of(rows: Sequence[dict[str, Any]], *, titles: bool = False, dates: bool = True) -> Corpus:
    """Rows as articles."""
    return Corpus(
        tuple(
            Article(
                r["id"],
                r["text"],
                title=r["title"] if titles else None,
                outlet=r["outlet"],
                date=dt.date.fromisoformat(r["date"]) if dates else None,
            )
            for r in rows
        )
    )


def fit(folder: Path) -> None:
    """Print the weights, and how each feature tells the pairs apart."""
    rows = rows_of(folder, "polnear/train")
    place = {r["id"]: k for k, r in enumerate(rows)}
    with PAIRS.open(encoding="utf-8") as file:
        pairs = list(csv.DictReader(file, delimiter="\t"))
    i, j = (np.array([place[p[c]] for p in pairs]) for c in ("first", "second"))
    same = np.array([int(p["same_event"]) for p in pairs])
    alike, _ = likeness(corpus_of(rows), days=None)
    features = alike.features(i, j)
    model = LogisticRegression(C=10, class_weight="balanced").fit(features, same)
    print(f"{len(same)} pairs, {same.sum()} of one event")
    for name, column, weight in zip(("text", "lead", "runs"), features.T, model.coef_[0], strict=True):
        print(f"{name}: weight {weight:.2f}, area under the ROC curve alone {roc_auc_score(same, column):.3f}")
    beside = {"names": names(rows), "means of word vectors": text_vectors([r["text"] for r in rows])}
    for name, vectors in beside.items():
        alone = roc_auc_score(same, (vectors[i] * vectors[j]).sum(axis=1))
        print(f"not used: {name}, area under the ROC curve alone {alone:.3f}")
    area = cross_val_score(model, features, same, cv=5, scoring="roc_auc").mean()
    print(f"constant: {model.intercept_[0]:.2f}; together, cross-validated {area:.3f}")


def names(rows: Sequence[dict[str, Any]]) -> np.ndarray:
    """Unit vectors of the words that stand with a capital inside a sentence, by how rare they are."""
    found = [" ".join(re.findall(r"(?<=[a-z,;] )[A-Z][\w’'-]+", r["text"])) for r in rows]
    return np.asarray(weighted_words((text, "") for text in found)[0].todense())


def index(rows: Sequence[dict[str, Any]], corpus: Corpus, *, days: float | None) -> float:
    """Adjusted Rand index of the events of the rows that have one."""
    found = dict(zip(corpus_ids(corpus), match_events(corpus, days=days)["event"], strict=True))
    given = [r for r in rows if "event" in r]
    return float(adjusted_rand_score([r["event"] for r in given], [found[r["id"]] for r in given]))


def corpus_ids(corpus: Corpus) -> list[str]:
    """Ids in order."""
    return [a.id for a in corpus]


def basil(folder: Path) -> None:
    """Print the indices."""
    rows = rows_of(folder, "basil/basil_dev")
    for titles in (False, True):
        corpus = corpus_of(rows, titles=titles)
        shown = ", ".join(f"{d} days {index(rows, corpus, days=d):.3f}" for d in (1, 2, 3, 5, 7))
        print(
            f"headlines {'given' if titles else 'hidden'}: dates hidden {index(rows, corpus, days=None):.3f}; {shown}"
        )
    draw = random.Random(1)
    events = sorted({r["event"] for r in rows})
    for n, missing in ((2, 0.0), (5, 0.0), (15, 0.0), (15, 0.4), (45, 0.4)):
        found = []
        for _ in range(20):
            chosen = set(draw.sample(events, n))
            some = [r for r in rows if r["event"] in chosen and draw.random() >= missing]
            found.append(index(some, corpus_of(some), days=None))
        print(
            f"{n} events, {missing:.0%} of the articles missing, 20 draws, dates and headlines hidden: "
            f"mean {np.mean(found):.3f}, least {min(found):.3f}"
        )
    more = [*rows, *rows_of(folder, "polnear/train")]
    print(f"among all of PolNeAR, dates and headlines hidden: {index(more, corpus_of(more), days=None):.3f}")


def speed(folder: Path, most: int) -> None:
    """Print seconds for articles drawn from the corpora, sentences shuffled between them, over a year of days."""
    draw = random.Random(1)
    sentences = [s for r in rows_of(folder, "polnear/train") for s in r["text"].split(". ")]
    for n in (most // 4, most // 2, most):
        articles = [
            Article(
                str(k),
                ". ".join(draw.choices(sentences, k=30)),
                date=dt.date(2016, 1, 1) + dt.timedelta(days=draw.randrange(365)),
            )
            for k in range(n)
        ]
        for days in (3, None):
            start = time.process_time()
            match_events(Corpus(tuple(articles)), days=days)
            print(f"{n:>8,} articles, days={days}: {time.process_time() - start:.1f} s", flush=True)


def main() -> None:
    """Choose what is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["fit", "basil", "speed"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=20_000)
    options = parser.parse_args()
    if options.what == "fit":
        fit(options.data)
    elif options.what == "basil":
        basil(options.data)
    else:
        speed(options.data, options.articles)


if __name__ == "__main__":
    main()

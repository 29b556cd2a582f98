"""How good the shipped portrayal model is, measured through :func:`framing.portray`.

    python benchmarks/portrayal.py DATA/newsmtsc

Prints, for ``dev_rw`` and ``dev_mt`` of NewsMTSC: macro-F1 with a 95% interval that resamples sentences, expected
calibration error, what "uncertain" leaves out and how much of the rest is right; VADER on the whole sentence; and
how far a verdict depends on who the target is: the same sentences under other names.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd

import framing
from framing.attribute.model import load_model
from framing.sentiment import LABELS, UNCERTAIN
from framing.structure import parse
from training.data import read_rows
from training.portrayal_figures import calibration_error, macro_f1
from training.targets import renamed

KNOWN = ("Donald Trump", "Hillary Clinton", "Barack Obama", "Bernie Sanders", "Ted Cruz", "Nancy Pelosi",
         "Mitch McConnell", "Vladimir Putin")  # fmt: skip
INVENTED = ("Anna Weberling", "James Okaforde", "Maria Delgarra", "Robert Lindqvister")
RESAMPLES = 2000


def chances(frame: pd.DataFrame) -> np.ndarray:
    """Chances (rows, 3) of a portrayed table."""
    return frame[[f"p_{name}" for name in LABELS]].to_numpy()


def interval(texts: pd.Series, label: np.ndarray, said: np.ndarray) -> tuple[float, float]:
    """Percentile interval of macro-F1; sentences are drawn, with all their targets."""
    rng = np.random.default_rng(0)
    groups = [np.flatnonzero(texts.to_numpy() == t) for t in texts.unique()]
    values = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([groups[i] for i in rng.integers(0, len(groups), len(groups))])
        values.append(macro_f1(label[rows], said[rows]))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def vader(texts: pd.Series) -> np.ndarray:
    """What VADER says of the whole sentence, at its authors' cuts of ±0.05."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    tone = texts.map(lambda t: analyser.polarity_scores(t)["compound"]).to_numpy()
    return np.where(tone >= 0.05, 2, np.where(tone <= -0.05, 0, 1))


def quality(name: str, frame: pd.DataFrame) -> None:
    """Print the figures of one file."""
    begun = time.perf_counter()
    found = framing.portray(frame)
    spent = time.perf_counter() - begun
    label = found["polarity"].map(LABELS.index).to_numpy()
    p = chances(found)
    said = p.argmax(axis=1)
    low, high = interval(found["text"], label, said)
    sure = found["label"].ne(UNCERTAIN).to_numpy()
    print(
        f"{name}: {len(found)} targets, macro-F1 {macro_f1(label, said):.1f} ({low:.1f} to {high:.1f}), "
        f"right {100 * (label == said).mean():.1f}%, calibration error {calibration_error(p, label):.1f} points; "
        f"uncertain {100 * (~sure).mean():.1f}%, of the others macro-F1 {macro_f1(label[sure], said[sure]):.1f}, "
        f"right {100 * (label == said)[sure].mean():.1f}%; VADER {macro_f1(label, vader(found['text'])):.1f}; "
        f"{1000 * spent / len(found):.1f} ms a target"
    )
    print("  found of each label:", {n: f"{100 * (said[label == k] == k).mean():.0f}%" for k, n in enumerate(LABELS)})


def names(frame: pd.DataFrame) -> None:
    """Print how verdicts change with the name of the target."""
    model = load_model("full")
    rows = []
    for number, row in enumerate(frame.itertuples(index=False)):
        entities = model.annotate(parse(row.text)).entities
        name = next((e for e in entities if e.type == "person" and e.start < row.end and e.end > row.start), None)
        if name is None:
            continue
        for new in (*KNOWN, *INVENTED):
            made = renamed((row.text, row.start, row.end), row.text[name.start : name.end], *new.split())
            if made is not None:
                rows.append((number, new, *made))
        rows.append((number, "as it is", row.text, row.start, row.end))
    table = framing.portray(pd.DataFrame(rows, columns=["row", "name", "text", "start", "end"]))
    p = chances(table)
    table["said"] = p.argmax(axis=1)
    table["tone"] = p[:, 2] - p[:, 0]
    own = table[table["name"].eq("as it is")].set_index("row")
    other = table[table["name"].ne("as it is")]
    other = other.assign(own=other["row"].map(own["said"]), own_label=other["row"].map(own["label"]))
    both = other["label"].ne(UNCERTAIN) & other["own_label"].ne(UNCERTAIN)
    turned = (other["said"] - other["own"]).abs().eq(2)
    print(
        f"names: {other['row'].nunique()} targets that are a person's name, under {len(KNOWN) + len(INVENTED)} others: "
        f"likely label changes in {100 * other['said'].ne(other['own']).mean():.1f}%, where both answers are certain "
        f"{100 * other['said'].ne(other['own'])[both].mean():.1f}%; from negative to positive or back "
        f"{100 * turned.mean():.1f}%"
    )
    tone = other.pivot_table(index="row", columns="name", values="tone").dropna()
    print("  mean chance of positive less that of negative, by name:")
    for name, value in tone.mean().sort_values().items():
        print(f"    {value:+.3f}  {name}")
    within, between = tone.std(axis=1).mean(), tone.mean(axis=1).std()
    print(f"  standard deviation over names of one sentence {within:.3f}, over sentences {between:.3f}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    frames = {name: pd.DataFrame(read_rows(folder / f"{name}.jsonl.gz")) for name in ("dev_rw", "dev_mt")}
    for name, frame in frames.items():
        quality(name, frame)
    names(pd.concat(frames.values(), ignore_index=True))


if __name__ == "__main__":
    main()

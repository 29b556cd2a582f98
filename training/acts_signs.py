"""Teach what stands around a cue to judge the act again, over the chances of the network's head.

    python -m training.acts_signs DATA --model framing/attribute/models/{full,fast} [--dry]

The labels and folds are those of :mod:`training.acts`. The chances learnt from are of heads that saw no attribution of
the article, as new articles give them: the shipped head has seen every label. Prints, for each model, what five folds
give: within each, heads and weights are learnt from the other four, the heads' chances by folds of their own. Without
``--dry`` the weights of all labels go to ``framing/resolve/data/acts.json``, one set for all the models.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from framing.attribute.annotation import Attribution
from framing.attribute.labels import ACTS
from framing.attribute.model import Model
from framing.resolve import acts
from framing.resolve.layout import Layout, layouts
from framing.structure import parse
from framing.values import Kind
from training.acts import FOLDS, LABELS, fit, states
from training.acts_sample import texts_of
from training.data import load_tokenizer, read_rows

OUT = Path(acts.__file__).parent / "data" / "acts.json"
STRENGTH = 0.1
"""Inverse of the regularisation; 0.03 to 0.3 are within half a point of each other."""
RARE = 4
"""A sign that fewer labels have is left out."""
SMALL = 0.01
"""A sign whose every weight is smaller is left out."""
Floats = NDArray[np.float64]
Labels = NDArray[np.str_]


def softmax(x: NDArray[Any]) -> Floats:
    """Chances by row."""
    shares = np.exp(x - x.max(1, keepdims=True))
    return np.asarray(shares / shares.sum(1, keepdims=True), dtype=np.float64)


def folds(y: Labels, groups: NDArray[np.str_], seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Numbers of the labels of each fold: to learn from, and the rest; no article is in both."""
    from sklearn.model_selection import StratifiedGroupKFold

    return list(StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed).split(y, y, groups))


def head_chances(x: NDArray[np.float32], y: Labels, groups: NDArray[np.str_], seed: int) -> Floats:
    """(labels, acts): chances by heads that saw no attribution of the article."""
    found = np.zeros((len(y), len(ACTS)))
    for train, test in folds(y, groups, seed):
        weights, constants = fit(x[train], y[train])
        found[test] = softmax(x[test] @ weights + constants)
    return found


def signs_of(
    model: Model, texts: dict[tuple[str, str], str], rows: list[dict[str, Any]]
) -> list[tuple[Layout, Attribution, Kind]]:
    """What the signs of each label are read from, without the chances of its acts."""
    known: dict[tuple[str, str], Layout] = {}
    found = []
    for row in rows:
        place = row["dataset"], row["article"]
        if place not in known:
            (known[place],) = layouts({"text": model.annotate(parse(texts[place]))})
        source, cue, content = (tuple((a, b) for a, b in row[role]) for role in ("source", "cue", "content"))
        found.append((known[place], Attribution(source, cue, content, 1.0), known[place].kind(content)))
    return found


def table(read: list[tuple[Layout, Attribution, Kind]], chances: Floats) -> list[dict[str, float]]:
    """The signs of each label with the chances of its acts."""
    return [
        dict(acts.signs(layout, replace(one, acts=tuple(row)), kind))
        for (layout, one, kind), row in zip(read, chances.tolist(), strict=True)
    ]


def learn(rows: list[dict[str, float]], y: Labels, *, times: int = 1) -> dict[str, list[float]]:
    """Weights of each sign for each act, from labels each of which stands ``times`` times among the rows."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectoriser = DictVectorizer()
    x = vectoriser.fit_transform(rows)
    often = np.asarray((x != 0).sum(0)).ravel() >= RARE * times
    model = LogisticRegression(C=STRENGTH / times, max_iter=5000).fit(x[:, often], y)
    order = [list(model.classes_).index(a) for a in ACTS]
    weights = model.coef_[order].T
    names = np.array(vectoriser.get_feature_names_out())[often]
    found = {str(n): [round(float(v), 3) for v in w] for n, w in zip(names, weights, strict=True)}
    found = {n: w for n, w in found.items() if max(map(abs, w)) >= SMALL}
    constant = found.get("always", [0.0] * len(ACTS))
    found["always"] = [round(float(a + b), 3) for a, b in zip(constant, model.intercept_[order], strict=True)]
    return found


def judged(rows: list[dict[str, float]], weights: dict[str, list[float]]) -> Floats:
    """(labels, acts): chances by weights."""
    zero = [0.0] * len(ACTS)
    return softmax(np.array([np.sum([np.multiply(weights.get(s, zero), v) for s, v in r.items()], 0) for r in rows]))


def show(name: str, found: Floats, y: Labels) -> None:
    """Print how many are right, and precision and recall of every act."""
    best = np.array(ACTS)[found.argmax(1)]
    line = f"{name:24s} {100 * (best == y).mean():.1f}% right"
    for act in ACTS:
        right = ((best == act) & (y == act)).sum()
        line += f"  {act} {100 * right / max(1, (best == act).sum()):.1f}/{100 * right / (y == act).sum():.1f}"
    print(line)
    for act, chance in (("speech", 0.5), ("speech", 0.6), ("none", 0.8), ("none", 0.85), ("none", 0.9)):
        taken, real = found[:, ACTS.index(act)] >= chance, y == act
        right = int((taken & real).sum())
        print(f"    {act} from {chance}: {100 * right / taken.sum():.1f}/{100 * right / real.sum():.1f}", end="")
    print()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, nargs="+", required=True)
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    rows = [r for r in read_rows(LABELS) if r["cue"]]
    texts = texts_of(arguments.data)
    y = np.array([r["act"] for r in rows])
    groups = np.array([f"{r['dataset']} {r['article']}" for r in rows])
    everything: list[dict[str, float]] = []
    for folder in arguments.model:
        read = signs_of(Model(folder), texts, rows)
        x = states(onnx.load(folder / "model.onnx"), load_tokenizer(folder), texts, rows)
        everything += table(read, head_chances(x, y, groups, 0))
        head, again = np.zeros((len(y), len(ACTS))), np.zeros((len(y), len(ACTS)))
        for train, test in folds(y, groups, 0):
            weights, constants = fit(x[train], y[train])
            head[test] = softmax(x[test] @ weights + constants)
            inner = table([read[i] for i in train], head_chances(x[train], y[train], groups[train], 1))
            again[test] = judged(table([read[i] for i in test], head[test]), learn(inner, y[train]))
        print(f"{folder.name}, precision/recall of every act, articles of the fold left out")
        show("head", head, y)
        show("head and signs", again, y)
    if not arguments.dry:
        weights_of = learn(everything, np.tile(y, len(arguments.model)), times=len(arguments.model))
        lines = (f"{json.dumps(n)}: {json.dumps(w)}" for n, w in sorted(weights_of.items()))
        OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()

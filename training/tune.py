"""Tune the decoding thresholds on the articles set aside, and calibrate the confidence.

    python -m training.tune DATA --model FOLDER

A search along one coordinate at a time, then the mean of good thresholds around its end, written into
``model.json``.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from framing.attribute.decode import Parameters, decode
from framing.attribute.model import load_model
from framing.evaluate import figures, score, total
from framing.structure import parse
from training.data import TUNE_ARTICLES, read_rows, split
from training.evaluate import Predicted, char_spans, score_rows

STEPS = (-1.5, -1.0, -0.5, -0.25, 0.25, 0.5, 1.0, 1.5)


STARTS = (((0.0, 0.0, 0.0), 0.0, (0.0, 0.0)), ((1.25, 0.5, 0.0), -1.0, (-3.0, -3.0)))
"""Where the search begins, one after the other: one coordinate at a time may end in a poor corner."""


def search(rows: list[dict[str, Any]], predicted: Predicted, start: Parameters) -> tuple[Parameters, float]:
    """The thresholds with the best who-said-what F1, changing one at a time until nothing helps."""

    def value(parameters: Parameters) -> float:
        return figures(total(score_rows(rows, predicted, parameters)))["who-said-what"]

    best, best_value = start, value(start)
    improved = True
    while improved:
        improved = False
        for place in range(6):
            for step in STEPS:
                if place < 3:
                    begin = list(best.bias_begin)
                    begin[place] += step
                    candidate = replace(best, bias_begin=(begin[0], begin[1], begin[2]))
                elif place == 3:
                    candidate = replace(best, bias_none=best.bias_none + step)
                else:
                    apart = list(best.bias_apart)
                    apart[place - 4] += 2 * step
                    candidate = replace(best, bias_apart=(apart[0], apart[1]))
                candidate_value = value(candidate)
                if candidate_value > best_value + 0.02:
                    best, best_value, improved = candidate, candidate_value, True
    return best, best_value


def steady(
    rows: list[dict[str, Any]], predicted: Predicted, start: Parameters, *, draws: int = 120, best: int = 12
) -> tuple[Parameters, float]:
    """The mean of the best of some thresholds drawn around ``start``, with its F1 on the rows.

    The search is flat near its top: the best single set of thresholds is best by luck, a mean of good ones less so.
    """
    rng = np.random.default_rng(0)

    def at(values: NDArray[np.float64]) -> Parameters:
        a, b, c, none, d, e = values.round(2).tolist()
        return replace(start, bias_begin=(a, b, c), bias_none=none, bias_apart=(d, e))

    def value(values: NDArray[np.float64]) -> float:
        return figures(total(score_rows(rows, predicted, at(values))))["who-said-what"]

    centre = np.array([*start.bias_begin, start.bias_none, *start.bias_apart])
    drawn = [centre, *(centre + rng.normal(0, (0.5, 0.5, 0.35, 0.5, 0.5, 0.5), (draws, 6)))]
    ranked = sorted(drawn, key=value, reverse=True)
    mean = np.mean(ranked[:best], axis=0)
    return at(mean), value(mean)


Evidence = tuple[list[tuple[float, ...]], list[int], list[int]]
"""Of each statement its evidence, whether it is right, and the number of its article."""


def annotated_evidence(rows: list[dict[str, Any]], predicted: Predicted, parameters: Parameters) -> Evidence:
    """Evidence of every statement on annotated articles: right by the measure of who-said-what."""
    evidence, right, article = [], [], []
    for number, (row, (encoded, scores)) in enumerate(zip(rows, predicted, strict=True)):
        for attribution in decode(scores, parameters):
            alone = score(row["text"], row["attributions"], [char_spans(encoded, attribution)])
            evidence.append(attribution.evidence)
            right.append(alone["who-said-what"].right)
            article.append(number)
    return evidence, right, article


def judged_evidence(rows: list[dict[str, Any]], predicted: Predicted, parameters: Parameters) -> Evidence:
    """Evidence of the statements that a reader judged: ``"judged": [{"content": [[start, end]], "right": true}, …]``.

    A statement found is the one judged whose content it shares at least half of the characters with.
    """
    evidence, right, article = [], [], []
    for number, (row, (encoded, scores)) in enumerate(zip(rows, predicted, strict=True)):
        judged = [({c for a, b in j["content"] for c in range(a, b)}, int(j["right"])) for j in row["judged"]]
        for attribution in decode(scores, parameters):
            own = {c for a, b in char_spans(encoded, attribution)["content"] for c in range(a, b)}
            for other, verdict in judged:
                if 2 * len(own & other) >= len(own | other):
                    evidence.append(attribution.evidence)
                    right.append(verdict)
                    article.append(number)
                    break
    return evidence, right, article


def calibration_error(chance: NDArray[np.float64], right: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error: mean distance of confidence and share of right ones, over bins of confidence."""
    place = np.minimum((chance * bins).astype(int), bins - 1)
    parts = [(place == i) for i in range(bins) if (place == i).any()]
    return float(sum(p.mean() * abs(chance[p].mean() - right[p].mean()) for p in parts))


def calibrate(parameters: Parameters, *sources: Evidence) -> tuple[Parameters, float, float]:
    """Fit the confidence to what is right; with it, its AUC and calibration error, articles of a fold left out.

    Every source of evidence weighs the same, however many statements it has.
    """
    x = np.array([e for evidence, _, _ in sources for e in evidence])
    y = np.array([r for _, right, _ in sources for r in right])
    groups = np.array([f"{n} {a}" for n, (_, _, article) in enumerate(sources) for a in article])
    share = len(y) / len(sources)
    weight = np.concatenate([np.full(len(right), share / max(len(right), 1)) for _, right, _ in sources])
    guess = np.zeros(len(y))
    for seen, left in GroupKFold(5).split(x, y, groups):
        fold = LogisticRegression().fit(x[seen], y[seen], sample_weight=weight[seen])
        guess[left] = fold.predict_proba(x[left])[:, 1]
    model = LogisticRegression().fit(x, y, sample_weight=weight)
    weights = tuple(round(float(w), 4) for w in (model.intercept_[0], *model.coef_[0]))
    return replace(parameters, confidence=weights), float(roc_auc_score(y, guess)), calibration_error(guess, y)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--judged", type=Path, nargs="*", default=[], help="rows of other text with judged statements")
    parser.add_argument("--calibrate-only", action="store_true", help="leave the thresholds as they are")
    arguments = parser.parse_args()
    _, rows, _ = split(arguments.data, TUNE_ARTICLES)
    model = load_model(arguments.model)
    predicted = [model.scores(parse(r["text"])) for r in rows]
    before = figures(total(score_rows(rows, predicted, model.parameters)))["who-said-what"]
    best, top, after = model.parameters, before, before
    if not arguments.calibrate_only:
        ends = []
        for begin, none, apart in STARTS:
            start = replace(model.parameters, bias_begin=begin, bias_none=none, bias_apart=apart)
            ends.append(search(rows, predicted, start))
        best, top = max(ends, key=lambda end: end[1])
        best, after = steady(rows, predicted, best)
    evidence = [annotated_evidence(rows, predicted, best)]
    for path in arguments.judged:
        other = read_rows(path)
        evidence.append(judged_evidence(other, [model.scores(parse(r["text"])) for r in other], best))
    best, auc, error = calibrate(best, *evidence)
    tuned = {k: v for k, v in asdict(best).items() if k.startswith("bias_") or k == "confidence"}
    settings = arguments.model / "model.json"
    written = json.loads(settings.read_text("utf-8")) | tuned
    settings.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    print(
        f"who-said-what F1 on the {len(rows)} articles set aside: {before:.2f} before, {top:.2f} at most, "
        f"{after:.2f} with the mean of good thresholds: {tuned}"
    )
    print(
        f"confidence, articles of the fold left out: AUC {auc:.3f}, expected calibration error {100 * error:.1f} points"
    )


if __name__ == "__main__":
    main()

"""Tune the decoding thresholds on the articles set aside; ``training.calibrate`` fits the confidence after that.

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

from framing.attribute.decode import Parameters
from framing.attribute.model import load_model
from framing.evaluate import figures, total
from framing.structure import parse
from training.data import TUNE_ARTICLES, split
from training.evaluate import Predicted, score_rows

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


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    _, rows, _ = split(arguments.data, TUNE_ARTICLES)
    model = load_model(arguments.model)
    predicted = [model.scores(parse(r["text"])) for r in rows]
    before = figures(total(score_rows(rows, predicted, model.parameters)))["who-said-what"]
    ends = []
    for begin, none, apart in STARTS:
        start = replace(model.parameters, bias_begin=begin, bias_none=none, bias_apart=apart)
        ends.append(search(rows, predicted, start))
    best, top = max(ends, key=lambda end: end[1])
    best, after = steady(rows, predicted, best)
    tuned = {k: v for k, v in asdict(best).items() if k.startswith("bias_")}
    settings = arguments.model / "model.json"
    written = json.loads(settings.read_text("utf-8")) | tuned
    settings.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    print(
        f"who-said-what F1 on the {len(rows)} articles set aside: {before:.2f} before, {top:.2f} at most, "
        f"{after:.2f} with the mean of good thresholds: {tuned}"
    )


if __name__ == "__main__":
    main()

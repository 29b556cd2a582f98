"""Tune the decoding thresholds on the articles set aside, by coordinate search.

python -m training.tune DATA --weights FOLDER --base FOLDER --out parameters.json
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

from framing.attribute.decode import Parameters
from framing.evaluate import figures, total
from training.data import load_tokenizer, split
from training.evaluate import Predicted, predict, score_rows
from training.network import load, parameters_of
from training.train import TUNE_ARTICLES

STEPS = (-1.5, -1.0, -0.5, -0.25, 0.25, 0.5, 1.0, 1.5)


def search(rows: list[dict[str, object]], predicted: Predicted, start: Parameters) -> tuple[Parameters, float]:
    """The thresholds with the best who-said-what F1, changing one at a time until nothing helps."""

    def value(parameters: Parameters) -> float:
        return figures(total(score_rows(rows, predicted, parameters)))["who-said-what"]

    best, best_value = start, value(start)
    improved = True
    while improved:
        improved = False
        for place in range(4):
            for step in STEPS:
                if place < 3:
                    begin = list(best.bias_begin)
                    begin[place] += step
                    candidate = replace(best, bias_begin=(begin[0], begin[1], begin[2]))
                else:
                    candidate = replace(best, bias_none=best.bias_none + step)
                candidate_value = value(candidate)
                if candidate_value > best_value + 0.02:
                    best, best_value, improved = candidate, candidate_value, True
    return best, best_value


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    _, rows, _ = split(arguments.data, TUNE_ARTICLES)
    network = load(arguments.weights)
    predicted = predict(network, rows, load_tokenizer(arguments.base))
    start = parameters_of(network)
    before = figures(total(score_rows(rows, predicted, start)))["who-said-what"]
    best, after = search(rows, predicted, start)
    tuned = {k: v for k, v in asdict(best).items() if k.startswith("bias_")}
    arguments.out.write_text(json.dumps(tuned, indent=1) + "\n", "utf-8")
    print(f"who-said-what F1 on the {len(rows)} articles set aside: {before:.2f} before, {after:.2f} after: {tuned}")


if __name__ == "__main__":
    main()

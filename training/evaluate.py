"""Run a network on labelled articles, in several layouts, and score it as ``score_attribution.py`` does."""

from __future__ import annotations

from typing import Any

import torch

from framing.attribute.decode import Parameters, Scores, decode
from framing.attribute.labels import ARCS, LINK
from framing.attribute.run import gather
from framing.attribute.windows import Encoded, encode, window_inputs, windows
from framing.evaluate import Score, figures, score, total
from framing.structure import parse
from training.data import char_spans
from training.layouts import LAYOUTS
from training.network import TRAINED_ARCS, Network

Predicted = list[tuple[Encoded, Scores]]
LAYOUT_NAMES = ("normal", "joined", "wrapped")


def run(network: Network, encoded: Encoded) -> Scores:
    """Scores of one text; its windows go through the network together."""
    network.eval()
    cut = windows(encoded)
    if not cut:
        return gather(encoded, [], [])
    device = next(network.parameters()).device
    made = [window_inputs(encoded, w) for w in cut]
    longest = max(len(ids) for ids, _, _ in made)
    ids, features = (torch.zeros(len(made), longest, dtype=torch.long) for _ in range(2))
    mask = torch.zeros(len(made), longest, dtype=torch.bool)
    for i, (some_ids, some_features, _) in enumerate(made):
        n = len(some_ids)
        ids[i, :n], features[i, :n] = torch.from_numpy(some_ids), torch.from_numpy(some_features)
        mask[i, :n] = True
    outputs = []
    with torch.no_grad():
        for at in range(0, len(made), 32):
            result = network(*(x[at : at + 32].to(device) for x in (ids, features, mask)))
            arrays = {k: v.float().cpu().numpy() for k, v in result.items() if k != "state"}
            links = arrays["links"].reshape(*arrays["links"].shape[:2], 2, len(TRAINED_ARCS), LINK)[
                :, :, :, : len(ARCS)
            ]
            arrays["links"] = links.reshape(*links.shape[:2], -1)
            outputs += [({k: v[i] for k, v in arrays.items()}, made[at + i][2]) for i in range(len(arrays["tags"]))]
    return gather(encoded, cut, outputs)


def predict(network: Network, rows: list[dict[str, Any]], tokenizer: Any, layout: str = "normal") -> Predicted:
    """Encoded texts and scores, to decode with several parameters."""
    texts = (LAYOUTS[layout](r["text"]) for r in rows)
    return [(e, run(network, e)) for e in (encode(parse(t), tokenizer) for t in texts)]


def score_rows(
    rows: list[dict[str, Any]], predicted: Predicted, parameters: Parameters, layout: str = "normal"
) -> list[Score]:
    """Counts of every article for decoded predictions."""
    return [
        score(LAYOUTS[layout](r["text"]), r["attributions"], [char_spans(e, a) for a in decode(s, parameters)])
        for r, (e, s) in zip(rows, predicted, strict=True)
    ]


def figures_of(
    rows: list[dict[str, Any]], predicted: Predicted, parameters: Parameters, layout: str = "normal"
) -> dict[str, float]:
    """The figures in percent, with precision and recall of who-said-what."""
    result = total(score_rows(rows, predicted, parameters, layout))
    main = result["who-said-what"]
    out = figures(result) | {"precision": 100 * main.precision, "recall": 100 * main.recall}
    return {k: round(v, 2) for k, v in out.items()}


def evaluate(
    network: Network, rows: list[dict[str, Any]], tokenizer: Any, parameters: Parameters, layout: str = "normal"
) -> dict[str, float]:
    """The figures of a network."""
    return figures_of(rows, predict(network, rows, tokenizer, layout), parameters, layout)

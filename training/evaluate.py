"""Run a network on labelled articles and score it as ``score_attribution.py`` does."""

from __future__ import annotations

from typing import Any

import torch

from framing.attribute.decode import Decoded, Parameters, Scores, decode
from framing.attribute.labels import ARCS, LINK
from framing.attribute.run import gather
from framing.attribute.windows import Encoded, encode, window_inputs, windows
from framing.evaluate import Score, figures, score, total
from training.data import word_spans
from training.network import TRAINED_ARCS, Network

Predicted = list[tuple[Encoded, Scores]]


def run(network: Network, encoded: Encoded) -> Scores:
    """Scores of one text, window by window."""
    network.eval()
    cut = windows(encoded)
    device = next(network.parameters()).device
    outputs = []
    with torch.no_grad():
        for window in cut:
            ids, features, positions = window_inputs(encoded, window)
            result = network(torch.from_numpy(ids)[None].to(device), torch.from_numpy(features)[None].to(device))
            arrays = {k: v[0].float().cpu().numpy() for k, v in result.items()}
            links = arrays["links"].reshape(-1, 2, len(TRAINED_ARCS), LINK)[:, :, : len(ARCS)]
            outputs.append((arrays | {"links": links}, positions))
    return gather(encoded, cut, outputs)


def char_spans(encoded: Encoded, attribution: Decoded) -> dict[str, list[list[int]]]:
    """Word ranges as character spans."""
    starts, ends = word_spans(encoded)

    def spans(ranges: Any) -> list[list[int]]:
        return [[int(starts[a]), int(ends[b - 1])] for a, b in ranges]

    return {
        "source": spans([attribution.source] if attribution.source else []),
        "cue": spans([attribution.cue] if attribution.cue else []),
        "content": spans(attribution.content),
    }


def predict(network: Network, rows: list[dict[str, Any]], tokenizer: Any) -> Predicted:
    """Encoded texts and scores, to decode with several parameters."""
    return [(e, run(network, e)) for e in (encode(r["text"], tokenizer) for r in rows)]


def score_rows(rows: list[dict[str, Any]], predicted: Predicted, parameters: Parameters) -> list[Score]:
    """Counts of every article for decoded predictions."""
    return [
        score(r["text"], r["attributions"], [char_spans(e, a) for a in decode(s, parameters)])
        for r, (e, s) in zip(rows, predicted, strict=True)
    ]


def evaluate(network: Network, rows: list[dict[str, Any]], tokenizer: Any, parameters: Parameters) -> dict[str, float]:
    """The figures in percent, with precision and recall of who-said-what."""
    result = total(score_rows(rows, predict(network, rows, tokenizer), parameters))
    main = result["who-said-what"]
    out = figures(result) | {"precision": 100 * main.precision, "recall": 100 * main.recall}
    return {k: round(v, 2) for k, v in out.items()}

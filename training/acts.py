"""Teach a packaged model which kind of attribution it has found, and put that head into its graph.

    python -m training.acts DATA --model framing/attribute/models/full [--dry]

DATA holds ``polnear``, ``basil``, ``gum`` and ``ewt``; the labels are ``training/data/acts.jsonl`` (what they mean is
in ``training/acts.md``). The head is a multinomial logistic regression over the network's states at the words of the
cue, after its embedding and every second layer: the first know the word, the last the sentence. It is linear,
so the graph scores every word, and an attribution has the mean over the words of its cue. Prints what five folds of
articles give; with ``--dry`` the model stays as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from framing.attribute.labels import ACTS
from framing.attribute.windows import encode, window_inputs, windows
from framing.structure import parse
from training.acts_sample import texts_of
from training.data import load_tokenizer, read_rows

LABELS = Path(__file__).parent / "data" / "acts.jsonl"
STRENGTH = 0.003
"""Inverse of the regularisation, on states of variance 1; 0.001 to 0.03 are within a point of each other."""
FOLDS = 5
HEAD = "act"


def levels(model: onnx.ModelProto) -> list[str]:
    """Names of the states that the head reads: the embedding's and every second layer's, the last among them."""
    layers = [n.output[0] for n in model.graph.node if n.op_type == "LayerNormalization" and n.output[0].endswith("x2")]
    return ["embedded", *layers[len(layers) % 2 or 1 :: 2]] if len(layers) > 3 else ["embedded", *layers]


def states(
    model: onnx.ModelProto, tokenizer: Any, texts: dict[tuple[str, str], str], rows: list[dict[str, Any]]
) -> NDArray[np.float32]:
    """(rows, levels x hidden): the mean states at the words of each cue."""
    import onnxruntime

    names = levels(model)
    seen = onnx.ModelProto()
    seen.CopyFrom(model)
    seen.graph.output.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, "n", None]) for n in names)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        seen.SerializeToString(), options, disabled_optimizers=["SkipLayerNormFusion"]
    )
    by_article: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_article[row["dataset"], row["article"]].append(number)
    found: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)] * len(rows)
    for place, numbers in by_article.items():
        encoded = encode(parse(texts[place]), tokenizer)
        parts: list[NDArray[np.float32]] = []
        for window in windows(encoded):
            ids, features, positions = window_inputs(encoded, window)
            outputs = session.run(names, {"ids": ids[None], "features": features[None]})
            kept = positions[window.keep_start - window.start : window.keep_end - window.start]
            parts.append(np.concatenate([o[0] for o in outputs], axis=1)[kept])
        whole = np.concatenate(parts)
        for number in numbers:
            inside = np.zeros(len(encoded), dtype=bool)
            for a, b in rows[number]["cue"]:
                inside |= (encoded.starts < b) & (encoded.ends > a)
            found[number] = whole[inside & encoded.first].mean(0)
    return np.array(found, dtype=np.float32)


def fit(x: NDArray[np.float32], y: NDArray[np.str_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (width, acts) and constants (acts,) for states that are not standardised."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = x.mean(0), x.std(0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit((x - mean) / spread, y)
    order = [list(model.classes_).index(a) for a in ACTS]
    weights = (model.coef_[order] / spread).T
    return weights.astype(np.float32), (model.intercept_[order] - mean @ weights).astype(np.float32)


def folded(x: NDArray[np.float32], y: NDArray[np.str_], groups: list[str]) -> NDArray[np.str_]:
    """The act of every row by a head that saw no attribution of its article."""
    from sklearn.model_selection import StratifiedGroupKFold

    found = np.empty(len(y), dtype=y.dtype)
    for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0).split(x, y, groups):
        weights, constants = fit(x[train], y[train])
        found[test] = np.array(ACTS)[(x[test] @ weights + constants).argmax(1)]
    return found


def with_head(model: onnx.ModelProto, weights: NDArray[np.float32], constants: NDArray[np.float32]) -> onnx.ModelProto:
    """The model with an output ``act`` (1, n, acts), in the place of the head that it may have."""
    graph = model.graph
    for kept, name in ((graph.node, "output"), (graph.initializer, "name"), (graph.output, "name")):
        old = [x for x in kept if str(x.output[0] if name == "output" else x.name).startswith(f"{HEAD}.")]
        old += [x for x in kept if (x.output[0] if name == "output" else x.name) == HEAD]
        for x in old:
            kept.remove(x)
    names = levels(model)
    hidden = len(weights) // len(names)
    total = f"{HEAD}.constant"
    graph.initializer.append(numpy_helper.from_array(constants, total))
    for i, name in enumerate(names):
        part, product = f"{HEAD}.{i}.w", f"{HEAD}.{i}.product"
        graph.initializer.append(numpy_helper.from_array(weights[i * hidden : (i + 1) * hidden].copy(), part))
        graph.node.append(helper.make_node("MatMul", [name, part], [product], name=product))
        output = HEAD if i == len(names) - 1 else f"{HEAD}.{i}.sum"
        graph.node.append(helper.make_node("Add", [product, total], [output], name=output))
        total = output
    graph.output.append(helper.make_tensor_value_info(HEAD, TensorProto.FLOAT, [1, "n", len(ACTS)]))
    return model


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="measure only")
    arguments = parser.parse_args()
    rows = [r for r in read_rows(LABELS) if r["cue"]]
    model = onnx.load(arguments.model / "model.onnx")
    x = states(model, load_tokenizer(arguments.model), texts_of(arguments.data), rows)
    y = np.array([r["act"] for r in rows])
    found = folded(x, y, [f"{r['dataset']} {r['article']}" for r in rows])
    print(f"{len(rows)} labels; articles of the fold left out: {100 * (found == y).mean():.1f}% right")
    for act in ACTS:
        right = int(((found == act) & (y == act)).sum())
        precision, recall = right / max(1, int((found == act).sum())), right / max(1, int((y == act).sum()))
        print(f"{act:8s} precision {100 * precision:.1f}  recall {100 * recall:.1f}  of {(y == act).sum()}")
    if arguments.dry:
        return
    onnx.save(with_head(model, *fit(x, y)), arguments.model / "model.onnx")
    settings = json.loads((arguments.model / "model.json").read_text("utf-8"))
    settings["sha256"] = hashlib.sha256((arguments.model / "model.onnx").read_bytes()).hexdigest()
    (arguments.model / "model.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""Measure a shipped model and write its card.

    python -m training.card DATA --model framing/attribute/models/full [--weights FOLDER --base FOLDER]

Runs the program's own extraction on PolNeAR dev and on the articles that several people annotated, and writes
``MODEL_CARD.md`` into the model's folder. With the float weights it also says what quantisation costs.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from framing.attribute.model import Model, load_model
from framing.evaluate import Score, bootstrap, figures, score, total
from framing.resolve import Project, resolve_article
from framing.structure import parse
from framing.values import Article, Span
from training.data import read_rows
from training.layouts import LAYOUTS

Row = dict[str, Any]
TEMPLATE = Path(__file__).parent / "card.md"


def found(model: Model, text: str) -> list[dict[str, tuple[Span, ...]]]:
    """Attributions of a text as spans by role, as the program gives them to a user."""
    article = Article("text", text)
    statements = resolve_article(article, {"text": model.annotate(parse(text))}, Project())
    return [
        {r: p.spans if (p := getattr(s, r)) is not None else () for r in ("source", "cue", "content")}
        for s in statements
    ]


def figures_line(name: str, scores: list[Score]) -> str:
    """A row of the table of figures."""
    f = figures(total(scores))
    low, high = bootstrap(scores)
    counts = total(scores)["who-said-what"]
    cells = [
        f"{f['who-said-what']:.1f} ({low:.1f}–{high:.1f})",
        f"{100 * counts.precision:.1f} / {100 * counts.recall:.1f}",
        *(f"{f[k]:.1f}" for k in ("content", "content exact", "source of found")),
        *(f"{f[f'recall {k}']:.1f}" for k in ("direct", "mixed", "indirect")),
    ]
    return f"| {name} | {' | '.join(cells)} |"


def several_annotators(model: Model, rows: list[Row]) -> tuple[list[Score], list[Score]]:
    """Scores article by article: people against people (all pairs), the model against each of them."""
    by_article: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_article[str(row["id"])].append(row)
    people, machine = [], []
    for readings in by_article.values():
        text = readings[0]["text"]
        pairs = itertools.permutations(readings, 2)
        people.append(total(score(text, a["attributions"], b["attributions"]) for a, b in pairs))
        own = found(model, text)
        machine.append(total(score(text, a["attributions"], own) for a in readings))
    return people, machine


def float_scores(weights: Path, base: Path, model: Model, rows: list[Row]) -> list[Score]:
    """Scores of the network before quantisation, with the same thresholds."""
    from training.data import load_tokenizer
    from training.evaluate import predict, score_rows
    from training.network import load

    return score_rows(rows, predict(load(weights), rows, load_tokenizer(base)), model.parameters)


def reliability(table: Sequence[Row]) -> str:
    """The two tables of how far the confidence can be trusted, as ``training.calibrate`` left them."""
    corpora = [row for row in table if "error" in row]
    bins = [row for row in table if "error" not in row]
    lines = [
        "| text | statements | right | mean confidence | error | error if perfect | before | AUC |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {r['corpus']} | {r['statements']} | {100 * r['right']:.1f}% | {100 * r['after']:.1f}% | "
            f"{100 * r['error']:.1f} | {100 * r['unavoidable']:.1f} | {100 * r['error_before']:.1f} | {r['auc']:.2f} |"
            for r in corpora
        ),
        "",
        "| confidence | statements | mean confidence | right |",
        "|---|---|---|---|",
        *(f"| {r['corpus']} | {r['statements']} | {100 * r['after']:.1f}% | {100 * r['right']:.1f}% |" for r in bins),
    ]
    return "\n".join(lines) if table else "not measured"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--base", type=Path)
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    dev = read_rows(arguments.data / "dev.jsonl.gz")
    scores = [score(r["text"], r["attributions"], found(model, r["text"])) for r in dev]
    lines = [figures_line(f"PolNeAR dev, {len(dev)} articles, int8 as shipped", scores)]
    for layout, name in (("joined", "without line breaks"), ("wrapped", "wrapped at 72 columns")):
        change = LAYOUTS[layout]
        laid_out = [score(change(r["text"]), r["attributions"], found(model, change(r["text"]))) for r in dev]
        lines.append(figures_line(f"the same {name}", laid_out))
    if arguments.weights and arguments.base:
        before = float_scores(arguments.weights, arguments.base, model, dev)
        lines.append(figures_line("the network alone, float32 before quantisation", before))
    several = [p for n in ("train", "dev") if (p := arguments.data / f"{n}_all_annotators.jsonl.gz").exists()]
    if several:
        people, machine = several_annotators(model, [row for p in several for row in read_rows(p)])
        lines.append(figures_line(f"{len(people)} articles with several annotators: person against person", people))
        lines.append(figures_line("the same articles: model against person", machine))
    history_file = arguments.model / "training.json"
    history = json.loads(history_file.read_text("utf-8")) if history_file.exists() else {}
    files = sorted(p for p in arguments.model.iterdir() if p.suffix in (".onnx", ".json"))
    hashes = [f"| `{p.name}` | {p.stat().st_size:,} | `{hashlib.sha256(p.read_bytes()).hexdigest()}` |" for p in files]
    data = sorted(arguments.data.glob("*.jsonl.gz"))
    hashes += [f"| {p.name} | {p.stat().st_size:,} | `{hashlib.sha256(p.read_bytes()).hexdigest()}` |" for p in data]
    shape = history.get("shape", {})
    encoder = "The encoder of `all-MiniLM-L6-v2` (6 layers, hidden size 384, 22.6 million parameters)"
    if (shape.get("heads"), shape.get("inner"), shape.get("layers")) != (12, 1536, 6) and shape:
        encoder = (
            f"{shape['layers']} layers of hidden size {shape['hidden']}, each with {shape['heads']} heads of attention "
            f"and {shape['inner']} inner units, cut out of the full model and taught by it"
        )
        encoder += f", with word vectors of {shape['embedding']} numbers" if shape.get("embedding") else ""
    text = TEMPLATE.read_text("utf-8").replace("{{encoder}}", encoder)
    text = text.replace("{{figures}}", "\n".join(lines)).replace("{{hashes}}", "\n".join(hashes))
    text = text.replace("{{reliability}}", reliability(history.pop("reliability", [])))
    text = text.replace("{{history}}", json.dumps(history, indent=1) if history else "not recorded")
    (arguments.model / "MODEL_CARD.md").write_text(text, "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()

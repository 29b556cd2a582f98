"""How often each rule of the resolve stage fires, and what the figures are without it.

    python benchmarks/rules.py [DATA] [--covered SCORE_COVERED] [--tuning] [--thresholds]

DATA is the folder with ``polnear/``, ``basil/``, ``gum/`` and ``ewt/``; corpora that are missing are left out, the
seeds are always there. SCORE_COVERED is the script that measures recall where the gold marks only part of what is
said. The model reads each article once; only the articles in which a rule fires are resolved again without it. The
figures:

- seeds: attributions of the two articles marked by hand that are found (IoU of characters at least 0.5) with the right
  speaker, in per cent;
- PolNeAR: who-said-what F1 (:mod:`framing.evaluate`);
- BASIL: spans inside a quotation that lie in one statement, and the right speaker, as ``basil_speakers.py``;
- GUM, EWT: gold attributions covered by one statement whose source agrees, and of those with a name the right one.

``--tuning`` takes the 40 articles of PolNeAR's training part that are set aside in place of its development part: rules
are chosen on those. ``--thresholds`` halves and doubles each number of :mod:`framing.resolve.thresholds` instead.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from basil_speakers import judge  # noqa: E402 (a script beside this one)

from framing.attribute.annotation import Annotation  # noqa: E402
from framing.attribute.model import Model, load_model  # noqa: E402
from framing.evaluate import figures, score, total  # noqa: E402
from framing.resolve import Project, thresholds  # noqa: E402
from framing.resolve.rules import RULES, Rule  # noqa: E402
from framing.resolve.statements import Resolved, resolve_with_trace  # noqa: E402
from framing.statement_json import to_json  # noqa: E402
from framing.structure import parse  # noqa: E402
from framing.values import Article, Field, Statement  # noqa: E402
from tests.resolve.resolve_marked import MARKED_SEEDS, by_number, resolve, unmark  # noqa: E402
from training.data import TUNE_ARTICLES, read_rows, split  # noqa: E402

SHARED = ROOT.parent / "shared"
Row = dict[str, Any]
Figures = dict[str, float]
Found = Sequence[tuple[Statement, ...]]
"""The statements of each article of a corpus."""


@dataclass(frozen=True)
class Annotated:
    """A corpus as the model reads it, and how it is measured."""

    name: str
    rows: Sequence[Row]
    annotations: Sequence[Mapping[Field, Annotation]]
    measure: Callable[[Sequence[Row], Sequence[Mapping[Field, Annotation]], Found], Figures]

    def resolved(self, index: int, rules: Sequence[Rule]) -> Resolved:
        """The statements of one article with their trace."""
        row, annotations = self.rows[index], self.annotations[index]
        title = row["title"] if "title" in annotations else None
        article = Article(str(row["id"]), row["text"], title=title)
        return resolve_with_trace(article, annotations, Project(), rules=rules)

    def figures(self, found: Found) -> Figures:
        """The figures for the statements of all articles."""
        return self.measure(self.rows, self.annotations, found)


def of_seeds(rows: Sequence[Row], _: Sequence[Mapping[Field, Annotation]], found: Found) -> Figures:
    """Attributions of the marked seeds that are found with the right speaker."""
    right = gold = 0
    for row, statements in zip(rows, found, strict=True):
        for wanted in by_number(row["marked"], resolve(row["marked"])).values():
            inside = {i for s in wanted.content.spans for i in range(*s)}
            gold += 1
            for one in statements:
                own = {i for s in one.content.spans for i in range(*s)}
                same = (one.speaker and one.speaker.name) == (wanted.speaker and wanted.speaker.name)
                if len(own & inside) >= 0.5 * len(own | inside) and same:
                    right += 1
                    break
    return {"right": 100 * right / gold}


def of_polnear(rows: Sequence[Row], _: Sequence[Mapping[Field, Annotation]], found: Found) -> Figures:
    """Who-said-what F1."""
    scores = [
        score(
            row["text"],
            row["attributions"],
            [
                {r: p.spans if (p := getattr(s, r)) else () for r in ("source", "cue", "content")}
                for s in statements
                if s.field == "text"
            ],
        )
        for row, statements in zip(rows, found, strict=True)
    ]
    return {"F1": figures(total(scores))["who-said-what"]}


def of_basil(rows: Sequence[Row], annotations: Sequence[Mapping[Field, Annotation]], found: Found) -> Figures:
    """Spans inside one statement, and the right speaker."""
    outcomes = [
        o
        for row, annotation, statements in zip(rows, annotations, found, strict=True)
        for o in judge(row, annotation["text"].document, statements)
    ]
    right, every = Counter(o.figure for o in outcomes if o.right), Counter(o.figure for o in outcomes)
    return {name: 100 * right[name] / every[name] for name in ("inside", "speaker")}


def of_covered(script: ModuleType) -> Callable[[Sequence[Row], Any, Found], Figures]:
    """Recall of sources and of names, by the script that defines it."""

    def measure(rows: Sequence[Row], _: Any, found_by_article: Found) -> Figures:
        said = {
            row["id"]: [to_json(s) for s in own if s.field == "text"]
            for row, own in zip(rows, found_by_article, strict=True)
        }
        n = script.score(rows, said)
        found = {"found": 100 * n["found"] / n["gold"]}
        return found | ({"named": 100 * n["named"] / n["nameable"]} if n["nameable"] else {})

    return measure


def load_script(path: Path) -> ModuleType:
    """A Python file as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def corpora(data: Path, covered: Path, model: Model, *, tuning: bool) -> Iterator[Annotated]:
    """The corpora at hand, annotated."""

    def annotated(name: str, rows: Sequence[Row], measure: Any, *, titles: bool = False) -> Annotated:
        read: list[Mapping[Field, Annotation]] = []
        for row in rows:
            own: dict[Field, Annotation] = {}
            if titles and row.get("title"):
                own["title"] = model.annotate(parse(row["title"], title=True))
            own["text"] = model.annotate(parse(row["text"]))
            read.append(own)
        return Annotated(name, rows, read, measure)

    seeds = [{"id": n, "text": unmark(m)[0], "marked": m} for n, m in MARKED_SEEDS.items()]
    yield annotated("seeds", seeds, of_seeds)
    if tuning and (data / "polnear/train.jsonl.gz").exists():
        yield annotated("PolNeAR set aside", split(data / "polnear", TUNE_ARTICLES)[1], of_polnear)
    elif (data / "polnear/dev.jsonl.gz").exists():
        yield annotated("PolNeAR dev", read_rows(data / "polnear/dev.jsonl.gz"), of_polnear)
    if (data / "basil/basil_dev.jsonl.gz").exists():
        yield annotated("BASIL dev", read_rows(data / "basil/basil_dev.jsonl.gz"), of_basil, titles=True)
    if covered.exists():
        measure = of_covered(load_script(covered))
        for name, path in (("GUM news dev", "gum/news_dev.jsonl.gz"), ("EWT dev", "ewt/web_dev.jsonl.gz")):
            if (data / path).exists():
                yield annotated(name, read_rows(data / path), measure)


def shown(figures: Figures, base: Figures | None = None) -> str:
    """Figures in a row, or by how much they differ from others."""
    if base is None:
        return "  ".join(f"{k} {v:.2f}" for k, v in figures.items())
    return "  ".join(f"{k} {v - base[k]:+.2f}" for k, v in figures.items() if abs(v - base[k]) >= 0.005) or "="


def ablate(found: Iterable[Annotated]) -> None:
    """Print for every corpus and rule how often it fires, and by how much the figures move without it."""
    for corpus in found:
        whole = [corpus.resolved(i, RULES) for i in range(len(corpus.rows))]
        base = corpus.figures([r.statements for r in whole])
        fired = [Counter(c.rule for c in r.trace) for r in whole]
        statements = sum(len(r.statements) for r in whole)
        print(f"\n{corpus.name}: {len(corpus.rows)} articles, {statements} statements, {shown(base)}")
        for rule in RULES:
            touched = [i for i, counts in enumerate(fired) if counts[rule.name]]
            count = sum(counts[rule.name] for counts in fired)
            if not touched:
                print(f"  {rule.name:18} {count:4}")
                continue
            rest = [r for r in RULES if r is not rule]
            without = [r.statements for r in whole]
            for i in touched:
                without[i] = corpus.resolved(i, rest).statements
            print(f"  {rule.name:18} {count:4}  without it: {shown(corpus.figures(without), base)}")


def turn_knobs(found: Sequence[Annotated]) -> None:
    """Print by how much the figures move with each threshold halved and doubled."""

    def measured(corpus: Annotated) -> Figures:
        return corpus.figures([corpus.resolved(i, RULES).statements for i in range(len(corpus.rows))])

    base = [measured(c) for c in found]
    for name in thresholds.__all__:
        table = getattr(thresholds, name)
        for one in fields(table):
            value = getattr(table, one.name)
            for factor in (0.5, 2):
                # frozen for everybody but this measurement
                object.__setattr__(table, one.name, type(value)(value * factor))
                moved = [(c.name, shown(measured(c), b)) for c, b in zip(found, base, strict=True)]
                object.__setattr__(table, one.name, value)
                said = "; ".join(f"{corpus}: {change}" for corpus, change in moved if change != "=")
                print(f"{name.lower()}.{one.name} x {factor}: {said or 'nothing moves'}", flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=SHARED / "data")
    parser.add_argument("--covered", type=Path, default=SHARED / "eval" / "score_covered.py")
    parser.add_argument("--model", default="full")
    parser.add_argument("--tuning", action="store_true")
    parser.add_argument("--thresholds", action="store_true")
    arguments = parser.parse_args()
    found = corpora(arguments.data, arguments.covered, load_model(arguments.model), tuning=arguments.tuning)
    if arguments.thresholds:
        turn_knobs(list(found))
    else:
        ablate(found)


if __name__ == "__main__":
    main()

"""Fit the confidence of a packaged model to what is right, on PolNeAR and on judged statements of other text.

    python -m training.calibrate DATA --model framing/attribute/models/full [--dry]

DATA holds ``polnear``, ``basil``, ``gum`` and ``ewt``. On the 40 articles of PolNeAR train that are set aside a
statement is right by the measure of who-said-what; on the others by ``training/data/judged.jsonl``, places and verdicts
without text, whose rules are in the README. Writes the weights into ``model.json`` and the table of reliability into
``training.json``, from which ``training.card`` takes it; with ``--dry`` the model stays as it is.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from framing.attribute.decode import Parameters, decode
from framing.attribute.model import Model, load_model
from framing.evaluate import score
from framing.resolve import Project, resolve_article
from framing.structure import parse
from framing.values import Article, Passage, Span, Statement
from training.data import TUNE_ARTICLES, char_spans, read_rows, split

__all__ = ["Evidence", "annotated_evidence", "calibrate", "calibration_error", "judged_evidence", "read_judged"]

CORPORA = {
    "basil": "basil/basil_dev.jsonl.gz",
    "gum news": "gum/news_dev.jsonl.gz",
    "gum other": "gum/other_dev.jsonl.gz",
    "ewt": "ewt/web_dev.jsonl.gz",
}
"""Text that is not PolNeAR, in which statements were judged."""
JUDGED = Path(__file__).parent / "data" / "judged.jsonl"
BINS = 10
FOLDS = 5
POLNEAR_SHARE = 0.25
"""PolNeAR's part of the weight in the fit: its measure takes looser statements for right than a strict reader does."""
SAME = 0.5
"""Share of the characters of two contents together that they have in common, at least, to be the same statement."""
AS_JUDGED = 0.8
"""The same where a verdict "right" holds for another model's statement, too."""

Floats = NDArray[np.float64]


@dataclass
class Evidence:
    """Statements of a corpus: their evidence (:class:`framing.attribute.decode.Decoded`), verdicts, articles, weights.

    ``before`` is the confidence that the model gave them when it was asked.
    """

    corpus: str
    evidence: list[tuple[float, ...]] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    before: list[float] = field(default_factory=list)

    def add(self, evidence: tuple[float, ...], right: bool, article: str, before: float, weight: float = 1.0) -> None:
        """One statement more."""
        self.evidence.append(evidence)
        self.right.append(int(right))
        self.article.append(article)
        self.weight.append(weight)
        self.before.append(before)


def annotated_evidence(model: Model, rows: Sequence[dict[str, Any]]) -> Evidence:
    """Every statement on annotated articles: right by the measure of who-said-what."""
    found = Evidence("polnear")
    for row in rows:
        encoded, scores = model.scores(parse(row["text"]))
        for one in decode(scores, model.parameters):
            alone = score(row["text"], row["attributions"], [char_spans(encoded, one)])
            found.add(one.evidence, bool(alone["who-said-what"].right), str(row["id"]), one.confidence)
    return found


def read_judged(path: Path = JUDGED) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Judged statements by corpus and article: ``source``, ``content`` (spans), ``right``, ``weight``."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in read_rows(path):
        found[row["dataset"], row["article"]].append(row)
    return found


def judged_evidence(
    model: Model, judged: dict[tuple[str, str], list[dict[str, Any]]], texts: dict[tuple[str, str], str]
) -> list[Evidence]:
    """The statements that a reader judged, as this model and the rules after it find them, by corpus.

    A statement is the one judged whose content shares at least half of the characters with it and whose source
    overlaps. Where a statement judged right comes out with another source or other borders, it is wrong; one
    judged wrong that comes out otherwise was not judged, and is left out.
    """
    found: dict[str, Evidence] = {}
    for (corpus, identity), rows in judged.items():
        text = texts[corpus, identity]
        document = parse(text)
        encoded, scores = model.scores(document)
        decoded = [(one, char_spans(encoded, one)) for one in decode(scores, model.parameters)]
        statements = resolve_article(Article(identity, text), {"text": model.annotate(document)}, Project())
        mine = found.setdefault(corpus, Evidence(corpus))
        for row in rows:
            content, source = _characters(row["content"]), _characters(row["source"])
            best = max(statements, key=lambda s: _shared(content, _of(s.content)), default=None)
            shared = _shared(content, _of(best.content)) if best else 0.0
            if best is None or shared < SAME:
                continue
            same = bool(source & _of(best.source)) or not (source or _of(best.source))
            if not same and not row["right"]:
                continue
            made_of = _decoded_as(best, decoded)
            if made_of is not None:
                right = bool(row["right"]) and same and shared > AS_JUDGED
                mine.add(made_of.evidence, right, identity, made_of.confidence, row["weight"])
    return list(found.values())


def _decoded_as(statement: Statement, decoded: Sequence[tuple[Any, dict[str, Any]]]) -> Any:
    """What the network gave that became a statement, which has its confidence; None where a rule made the statement."""
    same = [(one, spans) for one, spans in decoded if one.confidence == statement.confidence]
    if not same:
        return None
    return max(same, key=lambda x: len(_of(statement.content) & _characters(x[1]["content"])))[0]


def _characters(spans: Sequence[Sequence[int]]) -> set[int]:
    return {c for a, b in spans for c in range(a, b)}


def _of(passage: Passage | None) -> set[int]:
    spans: tuple[Span, ...] = passage.spans if passage is not None else ()
    return _characters(spans)


def _shared(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(1, len(one | other))


def calibration_error(chance: Floats, right: NDArray[Any], weight: Floats | None = None, bins: int = BINS) -> float:
    """Expected calibration error: mean distance of confidence and share of right ones, over bins of confidence."""
    weight = np.ones(len(chance)) if weight is None else weight
    place = np.minimum((chance * bins).astype(int), bins - 1)
    total = 0.0
    for i in np.unique(place):
        here = place == i
        w = weight[here]
        total += w.sum() * abs(np.average(chance[here], weights=w) - np.average(right[here], weights=w))
    return float(total / weight.sum())


def unavoidable_error(chance: Floats, weight: Floats, *, draws: int = 400, seed: int = 0) -> float:
    """The calibration error that verdicts drawn by the confidence itself would show: so few statements tell no less."""
    random = np.random.default_rng(seed)
    return float(
        np.mean([calibration_error(chance, random.random(len(chance)) < chance, weight) for _ in range(draws)])
    )


def calibrate(parameters: Parameters, sources: Sequence[Evidence]) -> tuple[Parameters, list[dict[str, Any]]]:
    """Fit the confidence to what is right; with it the table of reliability, articles of a fold left out.

    PolNeAR has a quarter of the weight, all other corpora together the rest. Rows of the table are corpora, other
    corpora together ("other text") and ten bins of confidence of these: ``corpus, statements, right, before, after``
    (means, weighted as the corpus is) and ``error_before``, ``error``, ``unavoidable`` (expected calibration errors,
    all shares of 1), ``auc``.
    """
    x = np.array([e for s in sources for e in s.evidence])
    y = np.array([r for s in sources for r in s.right])
    corpus = np.array([s.corpus for s in sources for _ in s.right])
    groups = np.array([f"{s.corpus} {a}" for s in sources for a in s.article])
    weight = np.array([w for s in sources for w in s.weight])
    before = np.array([c for s in sources for c in s.before])
    fitted = weight.copy()
    for part, share in ((corpus == "polnear", POLNEAR_SHARE), (corpus != "polnear", 1 - POLNEAR_SHARE)):
        fitted[part] *= share * len(y) / max(weight[part].sum(), 1e-9)
    guess = np.zeros(len(y))
    for seen, left in GroupKFold(FOLDS).split(x, y, groups):
        fold = LogisticRegression().fit(x[seen], y[seen], sample_weight=fitted[seen])
        guess[left] = fold.predict_proba(x[left])[:, 1]
    model = LogisticRegression().fit(x, y, sample_weight=fitted)
    weights = tuple(round(float(w), 4) for w in (model.intercept_[0], *model.coef_[0]))
    other = corpus != "polnear"
    parts = [(s.corpus, corpus == s.corpus) for s in sources] + ([("other text", other)] if other.any() else [])
    table = [_reliability(name, part, y, before, guess, weight) for name, part in parts]
    place = np.minimum((guess * BINS).astype(int), BINS - 1)
    for i in np.unique(place[other]):
        part = other & (place == i)
        row = _reliability(f"other text, {i / BINS:.1f} to {(i + 1) / BINS:.1f}", part, y, before, guess, weight)
        table.append({k: row[k] for k in ("corpus", "statements", "right", "after")})
    return replace(parameters, confidence=weights), table


def _reliability(
    name: str, part: NDArray[np.bool_], right: NDArray[Any], before: Floats, after: Floats, weight: Floats
) -> dict[str, Any]:
    y, w = right[part], weight[part]
    figures = {
        "right": np.average(y, weights=w),
        "before": np.average(before[part], weights=w),
        "after": np.average(after[part], weights=w),
        "error_before": calibration_error(before[part], y, w),
        "error": calibration_error(after[part], y, w),
        "unavoidable": unavoidable_error(after[part], w),
        "auc": roc_auc_score(y, after[part], sample_weight=w) if len(set(y.tolist())) > 1 else float("nan"),
    }
    return {"corpus": name, "statements": int(part.sum()), **{k: round(float(v), 3) for k, v in figures.items()}}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with polnear, basil, gum and ewt")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--judged", type=Path, default=JUDGED)
    parser.add_argument("--dry", action="store_true")
    arguments = parser.parse_args()
    model = load_model(arguments.model)
    _, rows, _ = split(arguments.data / "polnear", TUNE_ARTICLES)
    texts = {
        (corpus, str(row["id"])): row["text"]
        for corpus, name in CORPORA.items()
        for row in read_rows(arguments.data / name)
    }
    sources = [annotated_evidence(model, rows), *judged_evidence(model, read_judged(arguments.judged), texts)]
    parameters, table = calibrate(model.parameters, sources)
    for row in table:
        print("  ".join(f"{k} {v}" for k, v in row.items()))
    print("right and wrong:", dict(Counter(r for s in sources for r in s.right)), "weights:", parameters.confidence)
    if arguments.dry:
        return
    for name, entry in (
        ("model.json", {"confidence": parameters.confidence}),
        ("training.json", {"reliability": table}),
    ):
        file = arguments.model / name
        written = json.loads(file.read_text("utf-8")) if file.exists() else {}
        file.write_text(json.dumps(written | entry, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

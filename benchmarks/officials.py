"""Who speaks for a state, in which role, and of what type, on BASIL (Fan et al., EMNLP 2019), with the shipped model.

    python benchmarks/officials.py [PATH] [--errors]

PATH is ``basil_dev.jsonl.gz``; without it nothing is measured. ``officials.yml`` holds the labels: article, field,
start and end of a content, and what is right, no text. Printed, in per cent:

- *official*: of 300 statements, how many are rightly an official's or not, by outlet, with the share of officials as
  labelled, as found, and the error in points; the words are the statement that covers the labelled content
  best, of any act, and a statement that is not found, or is another's, counts as it comes;
- *type*, *role*: of the 100 speakers with most words, how many have the right one.

Each is given for all labels, and for the halves that were used for tuning and for checking. What other articles say of
an actor is used, as it is wherever actors are joined, unless ``--alone``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from framing.extraction import extract
from framing.read.dates import parse_date
from framing.values import Article, Corpus, Role, Statement

DEFAULT = Path(__file__).parents[2] / "shared" / "data" / "basil" / "basil_dev.jsonl.gz"
LABELS = Path(__file__).with_name("officials.yml")
SHORT = {
    "head": Role.HEAD, "local": Role.LOCAL, "former": Role.FORMER, "agency": Role.AGENCY, "media": Role.MEDIA,
    "citizen": Role.CITIZEN, "ngo": Role.NGO,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One label: its list, its place in it, what is right and what was found."""

    name: str
    place: int
    right: str
    found: str
    where: str

    @property
    def correct(self) -> bool:
        """Whether what was found is right; several may be."""
        right = self.right.split("|")
        return self.found in (right if self.name == "type" else [str(SHORT.get(r, r)) for r in right])


def said(statements: Iterable[Statement], field: str, start: int, end: int) -> Statement | None:
    """The statement whose content covers a span best: by shared characters, then by fewest others."""

    def overlap(one: Statement) -> tuple[int, int]:
        shared = sum(max(0, min(b, end) - max(a, start)) for a, b in one.content.spans)
        return shared, -sum(b - a for a, b in one.content.spans)

    best = max((s for s in statements if s.field == field), key=overlap, default=None)
    return best if best is not None and overlap(best)[0] > 0 else None


def read_articles(path: Path) -> dict[str, Article]:
    """The articles by id."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {
        r["id"]: Article(
            r["id"],
            r["text"],
            title=r["title"],
            outlet=r["outlet"],
            date=parse_date(r["date"]),
            extra={"event": r["event"]},
        )
        for r in rows
    }


def outcomes(found: Mapping[str, Sequence[Statement]], labels: Mapping[str, Any]) -> list[Outcome]:
    """What was found at every label."""
    made: list[Outcome] = []
    for outlet, rows in labels["official"].items():
        for place, (article, field, start, end, right) in enumerate(rows):
            one = said(found[article], field, start, end)
            who = one.attributed_to if one else None
            made.append(
                Outcome(f"official {outlet}", place, str(int(right)), str(int(bool(who and who.official))),
                        f"{article} {field} {start}-{end} {who.name if who else None} [{who.role if who else None}]")
            )  # fmt: skip
    for place, (article, field, start, end, kind, role) in enumerate(labels["speakers"]):
        one = said(found[article], field, start, end)
        who = one.attributed_to if one else None
        where = f"{article} {field} {start}-{end} {who.name if who else None}"
        made.append(Outcome("type", place, kind, who.type.value if who else "", where))
        made.append(Outcome("role", place, role, who.role.value if who else "", where))
    return made


def _rate(chosen: Sequence[Outcome]) -> str:
    return f"{100 * sum(o.correct for o in chosen) / max(1, len(chosen)):5.1f}%"


def show(made: Sequence[Outcome]) -> None:
    """Print the rates."""
    halves: dict[str, Callable[[Outcome], bool]] = {
        "all": lambda _: True, "tuned": lambda o: o.place % 2 == 0, "checked": lambda o: o.place % 2 == 1
    }  # fmt: skip
    names = ["official", *sorted({o.name for o in made})]
    for name in names:
        chosen = [o for o in made if o.name == name or (name == "official" and o.name.startswith("official"))]
        rates = "  ".join(f"{half} {_rate([o for o in chosen if test(o)])}" for half, test in halves.items())
        line = f"{name:14} {rates}  of {len(chosen)}"
        if name.startswith("official"):
            right, got = (
                100 * sum(v == "1" for v in vs) / len(chosen)
                for vs in ([o.right for o in chosen], [o.found for o in chosen])
            )
            line += f"   share labelled {right:.1f}, found {got:.1f}, error {got - right:+.1f} points"
        print(line)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Officials, roles and types on BASIL.")
    parser.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="full")
    parser.add_argument("--alone", action="store_true", help="each article by itself, without what the others say")
    parser.add_argument("--errors", action="store_true", help="list the labels that were missed (names: keep it local)")
    args = parser.parse_args()
    if not args.path.exists():
        print(f"{args.path} is not here; nothing measured", file=sys.stderr)
        return
    articles = read_articles(args.path)
    found: dict[str, list[Statement]] = {k: [] for k in articles}
    for statement in extract(Corpus(tuple(articles.values())), model=args.model, join=not args.alone):
        found[statement.article_id].append(statement)
    made = outcomes(found, yaml.safe_load(LABELS.read_text("utf-8")))
    show(made)
    if args.errors:
        for o in made:
            if not o.correct:
                print(f"{o.name:12} right {o.right:20} found {o.found:24} {o.where}")


if __name__ == "__main__":
    main()

"""How many invented snippets come out right, kind by kind and layout by layout.

    python benchmarks/kinds.py [SNIPPETS.yml] [--model full] [--wrong]

``kinds.yml`` is for looking and mending. ``kinds_held_out.yml`` was written by somebody who had seen neither the
program nor the other file; nothing is chosen by it, and nobody reads what came out of its snippets, only the counts.

A snippet is right where every statement of its list is found (content words with an overlap of at least a half, every
speaker by name, relays apart) and no other speech is, unless it is marked ``lenient``. It is read as it stands, as one
paragraph between sentences of the outlet's own, and wrapped at 72 columns.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

import framing
from framing.values import Act, Article, Corpus, Statement

SNIPPETS = Path(__file__).parent / "kinds.yml"
BEFORE = (
    "The market on the quay opened late, and the first boats came in after nine. It had rained for a week, and the "
    "road along the shore was under water in two places. "
)
AFTER = (
    " The market closes at four in winter. A new roof for the hall is due in spring, and the stalls on the north side "
    "will move to the old customs house until then."
)
EMPTY = {"the", "a", "an", "of", "mr", "ms", "mrs", "its", "their", "s"}


def words(text: str) -> Counter[str]:
    """The words of a text, folded, with how often each stands in it."""
    return Counter(re.findall(r"\w+", text.casefold()))


def name_words(name: str) -> set[str]:
    """The words of a name that tell it from others."""
    return set(words(name)) - EMPTY


def overlap(a: Counter[str], b: Counter[str]) -> float:
    """Words in common as a share of the words of both."""
    either = sum((a | b).values())
    return sum((a & b).values()) / either if either else 0.0


def names_of(statement: Statement) -> list[str]:
    """Whose statement it is, every speaker of a joint one."""
    if statement.origin_speaker is not None:
        return [statement.origin_speaker.name]
    if statement.speaker is None:
        return []
    return [statement.speaker.name, *(s.name for s in getattr(statement, "co_speakers", ()))]


def fits(statement: Statement, expected: str) -> bool:
    """Whether a statement is what a line of the list says."""
    who, _, what = expected.partition(": ")
    who, _, relay = who.partition(" < ")
    if overlap(words(statement.content.text), words(what)) < 0.5:
        return False
    names = [name_words(n) for n in names_of(statement)]
    wanted = [] if who == "-" else [name_words(w) for w in who.split(" + ")]
    if relay and not any(name_words(relay) & name_words(via.text) for via in statement.via):
        return False
    return len(names) == len(wanted) and all(any(len(w & n) >= min(2, len(w)) for n in names) for w in wanted)


def is_right(statements: list[Statement], snippet: dict[str, Any]) -> bool:
    """Whether everything of the list was found, and nothing else."""
    left = list(statements)
    for expected in snippet["right"]:
        found = next((s for s in left if fits(s, expected)), None)
        if found is None:
            return False
        left.remove(found)
    return bool(snippet.get("lenient")) or not left


def layouts(text: str) -> Iterator[tuple[str, str]]:
    """A text as it stands, as one paragraph between others' sentences, and wrapped."""
    yield "as it stands", text
    yield "one paragraph", BEFORE + " ".join(text.split()) + AFTER
    paragraphs = [BEFORE.strip(), *text.strip().split("\n\n"), AFTER.strip()]
    yield "wrapped", "\n\n".join(textwrap.fill(p, 72) for p in paragraphs)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snippets", nargs="?", type=Path, default=SNIPPETS)
    parser.add_argument("--model", default="full")
    parser.add_argument("--wrong", action="store_true", help="print what came out of every snippet that is not right")
    parser.add_argument("--layout", default="", help="only the layouts whose name contains this")
    arguments = parser.parse_args()
    snippets = yaml.safe_load(arguments.snippets.read_text("utf-8"))
    articles, of = [], []
    for number, snippet in enumerate(snippets):
        for layout, text in layouts(snippet["text"]):
            if arguments.layout in layout:
                articles.append(Article(id=f"{number}/{layout}", text=text))
                of.append((snippet, layout))
    statements: dict[str, list[Statement]] = {a.id: [] for a in articles}
    for s in framing.extract(Corpus(tuple(articles)), model=arguments.model):
        if s.act is Act.SPEECH and not getattr(s, "nested", False):
            statements[s.article_id].append(s)
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for article, (snippet, layout) in zip(articles, of, strict=True):
        good = is_right(statements[article.id], snippet)
        for kind in (snippet["kind"], "all"):
            total[kind, layout] += 1
            right[kind, layout] += good
        if arguments.wrong and not good:
            print(f"--- {snippet['kind']}, {layout}: {snippet['text'].strip()!r}\n    right: {snippet['right']}")
            for s in statements[article.id]:
                print(f"    found: {' + '.join(names_of(s)) or '-'}: {s.content.text!r} ({s.kind}, {s.confidence:.2f})")
    names = list(dict.fromkeys(layout for _, layout in of))
    print(f"{'kind':24s}" + "".join(f"{n:>16s}" for n in names))
    for kind in [*dict.fromkeys(s["kind"] for s in snippets), "all"]:
        print(f"{kind:24s}" + "".join(f"{right[kind, n]:>11d} / {total[kind, n]:<3d}" for n in names))


if __name__ == "__main__":
    sys.exit(main())

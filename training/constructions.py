"""Made-up paragraphs for constructions that the annotated articles hardly hold, as training rows.

    python -m training.constructions --rows 2000 --seed 0 [--data POLNEAR] > rows.jsonl

Verbs before their speakers, joint speakers, pull quotes, passive headlines, relays, interviews: the patterns and word
lists are in ``constructions.yml``, invented. With the annotated articles at hand, a part of the clauses and quotations
is taken from them (when the rows are made; nothing of it is stored), so that the network cannot know made-up text by
its words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Grammar", "Row", "load_grammar", "made_up"]

Row = dict[str, Any]
_MARKED = re.compile(r"<(\d)([SCX]):(.*?)>(?!\w)", re.DOTALL)
_SLOT = re.compile(r"\{(\w+)\}")
_ROLE = {"S": "source", "C": "cue", "X": "content"}
BORROWED = 0.6
"""Share of clauses and quotations taken from annotated articles where there are some."""


@dataclass(frozen=True)
class Grammar:
    """Patterns with their weights, the lists that fill them, and passages borrowed from annotated articles."""

    patterns: tuple[tuple[float, str], ...]
    lists: Mapping[str, Sequence[str]]
    borrowed: Mapping[str, Sequence[str]]


def load_grammar(articles: Sequence[Row] = ()) -> Grammar:
    """The grammar of ``constructions.yml``, with clauses, quotations and sentences of annotated articles."""
    raw = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    lists = {k: [str(v) for v in values] for k, values in raw["lists"].items()}
    return Grammar(tuple((float(w), p) for w, p in raw["patterns"]), lists, _borrow(articles))


def _borrow(articles: Sequence[Row]) -> dict[str, list[str]]:
    clauses, quotes, own = [], [], []
    for row in articles:
        text, taken = row["text"], [s for a in row["attributions"] for r in _ROLE.values() for s in a[r]]
        for attribution in row["attributions"]:
            if len(attribution["content"]) != 1:
                continue
            a, b = attribution["content"][0]
            content = text[a:b].strip()
            size = len(content.split())
            behind_cue = attribution["cue"] and text[attribution["cue"][-1][1] : a].isspace()
            if behind_cue and re.fullmatch(r"that [^\n“”\"<>{}¶/]+", content) and 5 <= size <= 30:
                clauses.append(content.removeprefix("that ").rstrip(".,"))
            inner = re.fullmatch(r"[“\"]([^\n“”\"<>{}¶/]+)[”\"]", content)
            if inner and 3 <= size <= 40:
                quotes.append(inner.group(1).rstrip(" .,?!"))
        for match in re.finditer(r"(?<=[.] )[A-Z][^\n.“”\"<>{}¶/]{30,200}[a-z]{4}[.](?= [A-Z]|\n)", text):
            own += [match.group()] * (not any(a < match.end() and match.start() < b for a, b in taken))
    return {"clause": clauses, "quote": quotes, "own": own}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fill(pattern: str, grammar: Grammar, rng: random.Random) -> str:
    """A pattern with all its slots filled; a capital in a slot's name asks for one in what fills it."""
    borrow = {k: bool(v) and rng.random() < BORROWED for k, v in grammar.borrowed.items()}
    if borrow["clause"]:  # a whole clause can stand where subject and predicate stand side by side
        pattern = re.sub(
            r"\{(s|S)ubject\} \{predicate\}", lambda m: "{clause}" if m.group(1) == "s" else "{Clause}", pattern
        )

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        low = name[:1].lower() + name[1:]
        if name == "who":
            return one_of(rng.choice(["person", "the_role", "the_org", "person"]))
        if name == "SURNAME":
            return one_of("surname").upper()
        if borrow.get(low):
            found = rng.choice(grammar.borrowed[low])
        elif name in grammar.lists:
            return one_of(name)
        else:
            found = one_of(low)
        return _capital(found) if name != low else found

    def one_of(name: str) -> str:
        return _SLOT.sub(one, rng.choice(grammar.lists[name]))

    pattern = re.sub(r"(?<=[“\"«‟❝＂`'\xa0])( ?)\{quote\}", r"\1{Quote}", pattern)
    return _SLOT.sub(one, pattern)


def _marked(text: str) -> Row:
    """Text and spans of a filled pattern."""
    text = text.replace(" ¶ ", "\n\n").replace(" / ", "\n")
    plain, last = "", 0
    roles: dict[str, dict[str, list[list[int]]]] = {}
    for match in _MARKED.finditer(text):
        plain += text[last : match.start()]
        spans = roles.setdefault(match.group(1), {r: [] for r in _ROLE.values()})
        spans[_ROLE[match.group(2)]].append([len(plain), len(plain) + len(match.group(3))])
        plain += match.group(3)
        last = match.end()
    plain += text[last:]
    return {"text": plain, "attributions": [a for _, a in sorted(roles.items())]}


def made_up(rows: int, *, grammar: Grammar, seed: int = 0) -> list[Row]:
    """Training rows of two to five constructions each, in the form of the annotated articles.

    Every third is one long paragraph, as texts without line breaks are.
    """
    rng = random.Random(seed)
    weights = [w for w, _ in grammar.patterns]
    found = []
    for number in range(rows):
        parts = [
            _marked(_fill(pattern, grammar, rng))
            for _, pattern in rng.choices(grammar.patterns, weights, k=rng.randint(2, 5))
        ]
        text, attributions = "", []
        gap = " " if number % 3 == 0 else "\n\n"
        for part in parts:
            if text:
                text += gap
            piece = part["text"].replace("\n\n", " ").replace("\n", " ") if gap == " " else part["text"]
            shift = _shifts(part["text"], gap)
            attributions += [
                {role: [[len(text) + shift(a), len(text) + shift(b)] for a, b in spans] for role, spans in one.items()}
                for one in part["attributions"]
            ]
            text += piece
        found.append({"id": f"made-up-{seed}-{number}", "text": text, "attributions": attributions})
    return found


def _shifts(text: str, gap: str) -> Any:
    """How offsets move where blank lines become blanks."""
    if gap != " ":
        return lambda at: at
    return lambda at: at - text[:at].count("\n\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--data", type=Path, help="folder of the annotated articles")
    arguments = parser.parse_args()
    articles: list[Row] = []
    if arguments.data:
        from training.data import TUNE_ARTICLES, split

        articles = split(arguments.data, TUNE_ARTICLES)[0]
    for row in made_up(arguments.rows, grammar=load_grammar(articles), seed=arguments.seed):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

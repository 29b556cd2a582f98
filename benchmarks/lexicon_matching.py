"""How fast lexicons are matched, how that grows, and a plain Aho–Corasick pass over the same text beside it.

    python benchmarks/lexicon_matching.py [--megabytes 4] [--entries 300 1000 3000 10000 30000]

Texts and lexicons are made: half of the entries are single words, a quarter globs, a quarter two or three words.

1. Growth with the lexicon. The first 300 entries are made of words of the text; all others begin like words of
   the text and go on with syllables that no text holds, so the hits stay the same and the time shows what the size
   of a lexicon costs, not what hits cost.
2. Growth with the text, at 3,000 entries, all of them made of words of the text.
3. The whole way to a table of hits (voices, names, shifters), at 3,000 entries as in 2.

``match`` is cutting the text into words, finding all entries, and leaving out nested matches; each new spelling is
compared with the lexicon once, which is counted. ``build`` is making the lexicon ready, once for all texts.
``pyahocorasick`` is the yardstick where it is installed: it looks for the same terms without their globs, folds by
``lower()`` and knows no word edges; its building is not counted either. Processor time of one process, the best of
three runs.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from framing.lexicon import Category, Entry, Lexicon, NestedScope, hits
from framing.lexicon.hits import Compiled, compile_lexicons, without_nested
from framing.lexicon.trie import find
from framing.measure.voices import voices
from framing.statements import Statements
from framing.values import Article, Corpus

try:
    import ahocorasick  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    ahocorasick = None

T = TypeVar("T")

SEEDS = Path(__file__).parents[1] / "seeds"
IN_TEXTS = tuple("ba con der el fi gra ho in ka lo men no per qua re sto tri".split())  # noqa: SIM905
IN_NO_TEXT = ("zax", "quz", "vyj", "xem", "jwo", "zhi", "kvu", "wex", "yzz", "xoq")
FROM_TEXT = 300
COMPARED = 3_000


def made_texts(megabytes: float, draw: random.Random) -> list[str]:
    """Articles of about 5,000 characters with a vocabulary like that of news: frequent words and a long tail."""
    known = " ".join(p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt"))).split()
    rare = ["".join(draw.choices(IN_TEXTS, k=draw.randint(2, 4))) for _ in range(40_000)]
    texts: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        words = [draw.choice(known) if draw.random() < 0.8 else draw.choice(rare) for _ in range(850)]
        texts.append(" ".join(words))
        size += len(texts[-1])
    return texts


def made_lexicon(n: int, texts: Sequence[str], *, from_text: int) -> Lexicon:
    """``n`` entries in ten categories; the first ``from_text`` are made of words of the texts, the rest never occur."""
    draw = random.Random(2)
    words = sorted({w for t in texts for w in t.split() if w.isalpha() and len(w) > 4})
    terms: dict[str, None] = {}

    def word() -> str:
        if len(terms) < from_text:
            return draw.choice(words)
        # They begin like words of the texts, so that nothing is ruled out at the first letter.
        return draw.choice(IN_TEXTS) + "".join(draw.choices(IN_NO_TEXT, k=draw.randint(2, 6)))

    while len(terms) < n:
        kind = draw.random()
        if kind < 0.5:
            term = word()
        elif kind < 0.75:
            stem = word()
            term = stem[:-2] + "*" if kind < 0.65 else "*" + stem[2:] if kind < 0.7 else f"{stem[:2]}*{stem[3:]}"
        else:
            term = " ".join(word() for _ in range(draw.randint(2, 3)))
        terms[term.lower()] = None
    entries = tuple(Entry(term, f"c{i % 10}") for i, term in enumerate(terms))
    return Lexicon("made", entries, tuple(Category(f"c{i}") for i in range(10)))


def timed(prepare: Callable[[], T], work: Callable[[T], int]) -> tuple[float, float, int]:
    """Seconds of processor time to prepare and to work, each the best of three, and what the work returned."""
    ready, best, value = float("inf"), float("inf"), 0
    for _ in range(3):
        start = time.process_time()
        prepared = prepare()
        middle = time.process_time()
        value = work(prepared)
        end = time.process_time()
        ready, best = min(ready, middle - start), min(best, end - middle)
    return ready, best, value


def matches(compiled: Compiled, texts: Sequence[str]) -> int:
    """Number of matches that count."""
    return sum(len(without_nested(find(compiled.trie, t), compiled, NestedScope.CATEGORY)) for t in texts)


def line(lexicon: Lexicon, texts: Sequence[str]) -> str:
    """One row of figures."""
    size = sum(len(t.encode()) for t in texts) / 1e6
    build, seconds, n = timed(lambda: compile_lexicons([lexicon]), lambda c: matches(c, texts))
    shown = f"{len(lexicon):>7,} {size:>5.1f} {n:>9,} {build:>8.3f} {seconds:>8.3f} {size / seconds:>7.2f}"
    if ahocorasick is None:
        return shown
    _, plain, _ = timed(lambda: automaton(lexicon), lambda a: sum(1 for t in texts for _ in a.iter(t.lower())))
    return f"{shown} {size / plain:>9.2f} {seconds / plain:>6.1f}"


def automaton(lexicon: Lexicon) -> ahocorasick.Automaton:
    """The yardstick, ready to run."""
    made = ahocorasick.Automaton()
    for entry in lexicon:
        made.add_word(entry.term.replace("*", ""), entry.term)
    made.make_automaton()
    return made


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description="Speed of lexicon matching and its growth.")
    parser.add_argument("--megabytes", type=float, default=4.0)
    parser.add_argument("--entries", type=int, nargs="+", default=[300, 1_000, 3_000, 10_000, 30_000])
    options = parser.parse_args()
    texts = made_texts(options.megabytes, random.Random(1))
    head = "entries    MB      hits  build s  match s    MB/s" + ("" if ahocorasick is None else "  A–C MB/s  ratio")
    print(f"Growth with the lexicon; {FROM_TEXT} entries occur, the others never\n{head}")
    for n in options.entries:
        print(line(made_lexicon(n, texts, from_text=FROM_TEXT), texts), flush=True)
    print(f"Growth with the text; all {COMPARED:,} entries are made of its words\n{head}")
    lexicon = made_lexicon(COMPARED, texts, from_text=COMPARED)
    for part in (8, 4, 2, 1):
        print(line(lexicon, texts[: len(texts) // part]), flush=True)
    some = texts[: len(texts) // 4]
    corpus = Corpus(tuple(Article(str(i), t) for i, t in enumerate(some)))
    size = sum(len(t.encode()) for t in some) / 1e6
    parsed, found, n = timed(
        lambda: voices(Statements((), corpus)), lambda table: len(hits(table, [lexicon], corpus=corpus))
    )
    print(
        f"To a table of {n:,} hits, with names and shifters: {size / found:.2f} MB/s; "
        f"the table of voices before it: {size / parsed:.2f} MB/s"
    )
    if ahocorasick is None:
        print("pyahocorasick is not installed: no yardstick (pip install pyahocorasick)")


if __name__ == "__main__":
    main()

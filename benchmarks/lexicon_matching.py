"""How fast lexicons are matched, beside a plain Aho–Corasick pass over the same text.

    python benchmarks/lexicon_matching.py [--megabytes 4] [--entries 300 3000 30000]

The lexicon is generated: half single words, a quarter globs, a quarter two and three words. The first
300 entries are made of the words of the text, the others of rare words, few of which occur: so hits
stay about the same, and the time shows what the size of a lexicon costs.
``pyahocorasick`` is the yardstick where it is installed: it looks for the same terms
without their globs, does not fold, and knows no word edges. Times are of one process, processor time.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from framing.measure.lexicon import Category, Entry, Lexicon, NestedScope
from framing.measure.lexicon.matching import compile_lexicons, without_nested
from framing.measure.lexicon.trie import find

try:
    import ahocorasick  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    ahocorasick = None

SEEDS = Path(__file__).parents[1] / "seeds"
SYLLABLES = (
    "ba",
    "con",
    "der",
    "el",
    "fi",
    "gra",
    "ho",
    "in",
    "ka",
    "lo",
    "men",
    "no",
    "per",
    "qua",
    "re",
    "sto",
    "tri",
)

_FROM_TEXT = 300


def made_texts(megabytes: float, draw: random.Random) -> list[str]:
    """Articles of about 5,000 characters with a vocabulary like that of news: frequent words and a long tail."""
    known = " ".join(p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt"))).split()
    rare = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(40_000)]
    texts: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        words = [draw.choice(known) if draw.random() < 0.8 else draw.choice(rare) for _ in range(850)]
        texts.append(" ".join(words))
        size += len(texts[-1])
    return texts


def made_lexicon(n: int, texts: list[str], draw: random.Random) -> Lexicon:
    """``n`` entries in ten categories, made of words of the texts."""
    words = sorted({w for t in texts for w in t.split() if w.isalpha()})
    terms: dict[str, None] = {}
    while len(terms) < n:
        word, kind = draw.choice(words), draw.random()
        if len(terms) >= _FROM_TEXT:
            word = "".join(draw.choices(SYLLABLES, k=draw.randint(3, 7)))
        if kind < 0.5:
            terms[word.lower()] = None
        elif kind < 0.75 and len(word) > 4:
            terms[word[:-2].lower() + "*" if kind < 0.7 else "*" + word[2:].lower()] = None
        else:
            terms[" ".join([word, *draw.choices(words, k=draw.randint(1, 2))]).lower()] = None
    entries = tuple(Entry(term, f"c{i % 10}") for i, term in enumerate(terms))
    return Lexicon("made", entries, tuple(Category(f"c{i}") for i in range(10)))


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds of processor time, the better of two runs, and what the work returned."""
    best, value = float("inf"), 0
    for _ in range(2):
        start = time.process_time()
        value = work()
        best = min(best, time.process_time() - start)
    return best, value


def main() -> None:
    """Print one line for each size of lexicon."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--megabytes", type=float, default=4.0)
    parser.add_argument("--entries", type=int, nargs="+", default=[300, 3_000, 30_000])
    options = parser.parse_args()
    draw = random.Random(1)
    texts = made_texts(options.megabytes, draw)
    size = sum(len(t.encode()) for t in texts) / 1e6
    print(f"{size:.1f} MB of text in {len(texts)} articles")
    for n in options.entries:
        lexicon = made_lexicon(n, texts, draw)
        start = time.process_time()
        compile_lexicons([lexicon])
        build = time.process_time() - start

        def match(lexicon: Lexicon = lexicon) -> int:
            compiled = compile_lexicons([lexicon])
            found = (find(compiled.trie, text) for text in texts)
            return sum(len(without_nested(f, compiled, NestedScope.CATEGORY)) for f in found)

        seconds, hits = timed(match)
        line = f"{n:>7,} entries: {size / seconds:6.2f} MB/s, {hits:,} hits, built in {build:.3f} s (counted)"
        if ahocorasick is not None:
            automaton = ahocorasick.Automaton()
            for entry in lexicon:
                automaton.add_word(entry.term.strip("*"), entry.term)
            automaton.make_automaton()
            plain, _ = timed(lambda a=automaton: sum(1 for t in texts for _ in a.iter(t.lower())))  # type: ignore[misc]
            line += f"; Aho–Corasick {size / plain:6.2f} MB/s; ours takes {seconds / plain:.1f} times as long"
        print(line)
    if ahocorasick is None:
        print("pyahocorasick is not installed: no yardstick (pip install pyahocorasick)")


if __name__ == "__main__":
    main()

"""Near-copies: how many are found and wrongly joined, and what 1,000,000 articles would cost.

    python benchmarks/near_copies.py accuracy --data FOLDER     texts of PolNeAR and BASIL (../shared/data)
    python benchmarks/near_copies.py speed [--articles 100000]

*Accuracy.* Every text of the corpora gets two copies: 5 to 50% of its sentences are cut (from the end, from the
beginning, or anywhere), up to one word in ten is exchanged for a word of another text, and half of the copies get a
line of their outlet's own in front and a footer behind. Pairs of articles in one group are compared with pairs that
were made so. The corpora hold seven pairs of versions of one text of their own. Articles of one event that are no
copies, three of each BASIL event, are among the originals.

*Speed.* Articles of 700 words with the frequencies of words of English; one in five is a copy of another, one in a
hundred comes in fifty versions, one in two ends with the footer of its outlet. Time and memory at five sizes, the slope
from the last doubling, and what it says of 1,000,000. Processor time of one process; peak of its resident memory.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from framing.events import near_copies
from framing.values import Article, Corpus

FOOTER = (
    "Subscribe to the morning letter of {0} and never miss what matters. Follow {0} on all channels. The newsroom of "
    "{0} can be reached day and night, write to us with tips and corrections. All rights reserved, {0} and partners."
)
OWN_COPIES = (
    ("breitbart_2016-03-15_the-latest-kasich-scores-all-del", "breitbart_2016-03-15_the-latest-sanders-declares-revo"),
    ("nyt_2015-11-25_golf-courses-forced-to-reach-int", "nyt_2015-11-26_with-fewer-golfers-in-u-s-course"),
    ("nyt_2016-03-04_republicans-have-stake-in-a-deal", "nyt_2016-03-05_polls-suggest-possibility-of-dea"),
    ("nyt_2016-03-15_sanders-advances-agenda-via-side", "nyt_2016-03-16_via-legislative-side-doors-sande"),
    ("usa-today_2016-04-06_sanders-says-he-s-riding-momentu", "usa-today_2016-04-06_sanders-winning-streak-continues"),
    ("wash-post_2015-12-12_misinformation-enters-mainstream", "wash-post_2015-12-13_misinformation-enters-mainstream"),
    ("wash-post_2015-12-22_as-spotlight-shines-on-trump-and", "wash-post_2015-12-23_as-spotlight-shines-on-trump-and"),
)
"""Pairs of PolNeAR that are versions of one text: the web's and the next day's print, two states of a day."""
OUTLETS = tuple(f"Outlet {c}" for c in "ABCDEFGHIJ")


def texts_of(folder: Path) -> dict[str, str]:
    """Texts by id."""
    found = {}
    for name in ("polnear/train", "polnear/dev", "basil/basil_dev"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                found[row["id"]] = row["text"]
    return found


def changed(text: str, words: Sequence[str], cut: float, edited: float, draw: random.Random) -> str:
    """A copy: a share of the sentences cut, a share of the words exchanged."""
    pieces = re.split(r"(?<=[.!?”])(\s+)", text)
    sentences = [a + b for a, b in zip(pieces[::2], [*pieces[1::2], ""], strict=True)]
    keep = max(1, round(len(sentences) * (1 - cut)))
    where = draw.choice(("end", "beginning", "anywhere"))
    if where == "end":
        kept = sentences[:keep]
    elif where == "beginning":
        kept = sentences[-keep:]
    else:
        kept = [sentences[i] for i in sorted(draw.sample(range(len(sentences)), keep))]
    tokens = re.split(r"(\s+)", "".join(kept))
    for i in range(0, len(tokens), 2):
        if draw.random() < edited:
            tokens[i] = draw.choice(words)
    return "".join(tokens)


def accuracy(folder: Path) -> None:
    """Print precision and recall of pairs, and recall by how much was cut and changed."""
    draw = random.Random(1)
    texts = texts_of(folder)
    words = sorted({w for t in texts.values() for w in t.split()})
    articles = [Article(i, t) for i, t in texts.items()]
    made: dict[str, tuple[str, float, float]] = {}
    for i, text in texts.items():
        for version in range(2):
            cut, edited = draw.uniform(0.05, 0.5), draw.uniform(0, 0.1)
            copy = changed(text, words, cut, edited, draw)
            if draw.random() < 0.5:
                outlet = draw.choice(OUTLETS)
                copy = f"{outlet} reports from its desk.\n\n{copy}\n\n{FOOTER.format(outlet)}"
            made[f"{i} copy {version}"] = i, cut, edited
            articles.append(Article(f"{i} copy {version}", copy))
    draw.shuffle(articles)
    table = near_copies(Corpus(tuple(articles)))
    group = dict(zip(table["article_id"], table["copy_group"], strict=True))
    members: dict[str, list[str]] = {}
    for i, g in group.items():
        members.setdefault(g, []).append(i)
    source = {i: i for i in texts} | {i: of for i, (of, _, _) in made.items()}
    joined = [(a, b) for ids in members.values() for n, a in enumerate(ids) for b in ids[:n]]
    of_both = {frozenset(pair) for pair in OWN_COPIES}
    others = [frozenset((source[a], source[b])) for a, b in joined if source[a] != source[b]]
    wrong = [pair for pair in others if pair not in of_both]
    right = len(joined) - len(others)
    found = sum(group[i] == group[of] for i, (of, _, _) in made.items())
    print(f"{len(texts)} texts, {len(made)} copies; {3 * len(texts)} pairs made, {len(joined)} pairs joined, of which")
    print(f"{len(others) - len(wrong)} of originals that are versions of one text and {len(wrong)} of different texts")
    print(f"recall of pairs {right / (3 * len(texts)):.4f}, of copies with their original {found / len(made):.4f}")
    print(f"precision of pairs {1 - len(wrong) / len(joined):.4f}; wrongly joined, with their words:")
    for pair in sorted(set(wrong), key=sorted):
        print("  " + ", ".join(f"{i} ({len(texts[i].split())})" for i in sorted(pair)))
    print("recall by share cut and share of words changed (copies with their original)")
    cells: Counter[tuple[int, int]] = Counter()
    hits: Counter[tuple[int, int]] = Counter()
    for i, (of, cut, edited) in made.items():
        cell = int(cut * 10), int(edited * 40)
        cells[cell] += 1
        hits[cell] += group[i] == group[of]
    for c in range(5):
        shown = "  ".join(f"{hits[c, e] / max(1, cells[c, e]):.3f} ({cells[c, e]})" for e in range(4))
        print(f"  cut {c * 10:>2}–{c * 10 + 10}%   changed 0–2.5–5–7.5–10%:  {shown}")


def made_corpus(n: int) -> Corpus:
    """Articles as the head of this file says."""
    draw = random.Random(n)
    ranks = range(1, 60_001)
    vocabulary = ["".join(draw.choices("aeioulnrstdm", k=2 + int(math.log2(r)) // 2)) + str(r % 97) for r in ranks]
    weights = [1 / (r + 2.7) for r in ranks]
    cumulative = [0.0]
    for w in weights:
        cumulative.append(cumulative[-1] + w)
    articles: list[Article] = []
    texts: list[str] = []
    for i in range(n):
        outlet = draw.choice(OUTLETS)
        if texts and draw.random() < 0.2:
            text = changed(draw.choice(texts[-500:]), vocabulary, draw.uniform(0.05, 0.5), 0.05, draw)
        elif texts and draw.random() < 0.01:
            text = changed(texts[len(texts) // 5_000 * 5_000], vocabulary, 0.3, 0.03, draw)
        else:
            words = draw.choices(vocabulary, cum_weights=cumulative[1:], k=draw.randint(350, 1_050))
            text = " ".join(w + "." if k % 22 == 21 else w for k, w in enumerate(words))
            texts.append(text)
        if draw.random() < 0.5:
            text += "\n\n" + FOOTER.format(outlet)
        articles.append(Article(str(i), text, outlet=outlet))
    return Corpus(tuple(articles))


def measured(n: int) -> tuple[float, float, float]:
    """Seconds, megabytes of the corpus in memory, and megabytes at the peak."""
    corpus = made_corpus(n)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    table = near_copies(corpus)
    seconds = time.process_time() - start
    assert 0.1 < table["copy_group"].duplicated().mean() < 0.3
    return seconds, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def speed(most: int) -> None:
    """Print time and memory at five sizes, each in a process of its own."""
    print("articles   seconds   corpus MB   peak MB   ms an article")
    rows = []
    for n in (most // 16, most // 8, most // 4, most // 2, most):
        out = subprocess.run(
            [sys.executable, __file__, "one", "--articles", str(n)], capture_output=True, text=True, check=True
        ).stdout
        seconds, before, peak = map(float, out.split())
        rows.append((n, seconds, peak - before))
        print(f"{n:>8,}   {seconds:>7.1f}   {before:>9.0f}   {peak:>7.0f}   {1000 * seconds / n:>8.2f}", flush=True)
    (_, s0, m0), (n1, s1, m1) = rows[-2:]
    slope, more = math.log2(s1 / s0), math.log2(m1 / m0)
    scale = 1_000_000 / n1
    print(f"growth: time by articles^{slope:.2f}, memory beyond the corpus by articles^{more:.2f}")
    print(
        f"1,000,000 articles: {s1 * scale**slope / 60:.0f} minutes, {m1 * scale**more / 1024:.1f} GB beyond the corpus"
    )


def main() -> None:
    """Choose what is measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["accuracy", "speed", "one"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    if options.what == "accuracy":
        accuracy(options.data)
    elif options.what == "speed":
        speed(options.articles)
    else:
        print(*measured(options.articles))


if __name__ == "__main__":
    main()

"""Words per second of the extraction and of the whole analysis, and where the time goes.

    python benchmarks/throughput.py [INPUT] [--copies 20] [--threads N] [--switch SECONDS]

INPUT defaults to seeds/; its articles are run through in several copies. Prints wall-clock words per
second, processor microseconds a word for each stage, and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import framing
from framing import parallel
from framing.attribute.model import load_model
from framing.resolve import Project, resolve_article
from framing.structure import parse
from framing.values import Corpus

ROOT = Path(__file__).parents[1]


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Result, wall-clock and processor seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - processor


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", nargs="?", default=str(ROOT / "seeds"))
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--model", default="full")
    parser.add_argument("--switch", type=float, default=parallel.SWITCH, help="seconds of Python before another thread")
    arguments = parser.parse_args()
    parallel.SWITCH = arguments.switch
    read = framing.read(arguments.input)
    articles = tuple(replace(a, id=f"{a.id}.{n}") for n in range(arguments.copies) for a in read)
    corpus = Corpus(articles)
    model = load_model(arguments.model)
    model.annotate(parse(articles[0].text))

    documents, _, structure = timed(lambda: [parse(a.text) for a in articles])
    words = sum(len(d.words) for d in documents)
    annotations, _, attribute = timed(lambda: [model.annotate(d) for d in documents])
    pairs = list(zip(articles, annotations, strict=True))
    _, _, resolve = timed(lambda: [resolve_article(a, {"text": n}, Project()) for a, n in pairs])
    found, extract_wall, _ = timed(lambda: framing.extract(corpus, model=arguments.model, threads=arguments.threads))
    _, _, write = timed(lambda: list(found.json_lines()))

    def analyse() -> None:
        voices = framing.voices(found)
        table = found.frame()
        framing.balance(table)
        framing.cue_stances(table)
        framing.tone(voices, by=["article_id", "voice"])
        framing.lexicon_scores(voices, [framing.read_lexicon(n) for n in framing.shipped_lexicons()], corpus=corpus)

    _, measure_wall, _ = timed(analyse)
    print(f"{len(articles)} articles, {words:,} words, {len(found)} statements, model {arguments.model}")
    print(f"extract                {words / extract_wall:10,.0f} words/s")
    print(f"extract and measures   {words / (extract_wall + measure_wall):10,.0f} words/s")
    for name, seconds in (("structure", structure), ("attribute", attribute), ("resolve", resolve), ("write", write)):
        print(f"  {name:20s} {1e6 * seconds / words:10.1f} µs of processor time a word")
    print(f"peak memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10.0f} MB")


if __name__ == "__main__":
    main()

"""Words per second of ``framing extract`` against a spaCy pipeline with quotation rules, in one run.

    python benchmarks/against_spacy.py [INPUT] [--copies 20] [--repeats 5] [--model full] [--spacy-python PYTHON]

INPUT is a file or folder of articles, by default ``seeds/`` in several copies; ``--copies`` of an INPUT that is named
is 1 unless given. spaCy is no dependency of framing: ``--spacy-python`` names an interpreter that has it, by default
this one. What the pipeline is made of, and that its weights are trained here on sentences of its own, stands in
``spacy_quotations.py``.

Both programs are processes of their own that read the same articles (JSON lines) and write JSON lines, on the same
two processors, in turns. The time of a run goes from its start to its end; without start-up means less the median
time that the same program takes for one short article. spaCy gets a fair chance: each way of running it (one process
with two threads for linear algebra; ``nlp.pipe`` over two processes; two processes with a half of the articles each)
is tried with several batch sizes, the best batch size of each way takes part, and the fastest way counts.

Also prints the processor time of each stage of framing, in one thread, in microseconds a word.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import onnxruntime

import framing
from framing.attribute.model import load_model
from framing.read import read
from framing.resolve import Project, resolve_article
from framing.statements import Statements
from framing.structure import parse
from framing.values import Article

T = TypeVar("T")
ROOT = Path(__file__).parents[1]
PIPELINE = Path(__file__).with_name("spacy_quotations.py")
CORES = 2
BATCHES = (4, 16, 64)
IDLE = 0.5
"""Processes in the run queue over the last minute, above which the machine counts as busy."""
SHORT = "The French foreign minister said on Monday that talks would go on. “We will wait,” he added."
MISSING = """{python} has no spaCy, so there is nothing to compare with.
spaCy is no dependency of framing; install it in an environment of its own and name its interpreter:

    python -m venv spacy-venv && spacy-venv/bin/pip install spacy
    python benchmarks/against_spacy.py --spacy-python spacy-venv/bin/python"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of running one of the programs."""

    name: str
    command: tuple[str, ...]
    """The articles' file and the file to write follow."""
    options: tuple[str, ...] = ()
    threads: int | None = None
    """For linear algebra; None leaves it to the program."""


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds of one run: by the clock, and of all processors together."""

    wall: float
    processor: float


def timed(way: Way, articles: Path, out: Path) -> Time:
    """Run a program once, from start to end."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
    limits = {} if way.threads is None else dict.fromkeys(names, str(way.threads))
    # Compiled modules are kept, as they are on a user's machine, but apart from either installation.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | limits
    environment["PYTHONPYCACHEPREFIX"] = str(out.with_name("pycache"))
    command = [*way.command, str(articles), *way.options, str(out)]
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - start, os.times()
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Time(wall, used)


def spacy_ways(python: str, folder: Path, batch: int) -> tuple[Way, ...]:
    """The ways of running spaCy."""

    def way(name: str, workers: str, processes: int, threads: int) -> Way:
        options = ("--workers", workers, "--processes", str(processes), "--batch", str(batch))
        return Way(f"{name}, batch {batch}", (python, str(PIPELINE), "run", str(folder)), options, threads)

    return (
        way(f"spaCy, one process, {CORES} threads", "pipe", 1, CORES),
        way(f"spaCy, nlp.pipe(n_process={CORES})", "pipe", CORES, 1),
        way(f"spaCy, {CORES} processes, articles shared out", "pool", CORES, 1),
    )


def write_articles(articles: Sequence[Article], path: Path) -> None:
    """Articles as JSON lines that both programs read."""
    rows = ({"id": a.id, "title": a.title, "text": a.text} for a in articles)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")


def count_words(articles: Sequence[Article]) -> int:
    """Word tokens of titles and texts, as framing counts them; the same number for both programs."""
    return sum(len(parse(t).words) for a in articles for t in (a.title, a.text) if t)


def stages(path: Path, *, model: str) -> dict[str, float]:
    """Processor seconds of each stage of framing in one thread; the network apart from what is around it."""
    loaded = load_model(model)
    loaded.annotate(parse(SHORT))
    network = 0.0
    run = onnxruntime.InferenceSession.run

    def counted(*arguments: Any, **options: Any) -> Any:
        nonlocal network
        start = time.process_time()
        result = run(*arguments, **options)
        network += time.process_time() - start
        return result

    def spent(work: Callable[[], T]) -> tuple[T, float]:
        start = time.process_time()
        return work(), time.process_time() - start

    corpus, reading = spent(lambda: read(path))
    fields = [(a, f, t) for a in corpus for f, t in (("title", a.title), ("text", a.text)) if t]
    documents, structure = spent(lambda: [parse(t, title=f == "title") for _, f, t in fields])
    onnxruntime.InferenceSession.run = counted
    try:
        annotations, attribute = spent(lambda: [loaded.annotate(d) for d in documents])
    finally:
        onnxruntime.InferenceSession.run = run
    found: dict[str, dict[Any, Any]] = {a.id: {} for a in corpus}
    for (article, name, _), annotation in zip(fields, annotations, strict=True):
        found[article.id][name] = annotation
    resolved, resolve = spent(lambda: [resolve_article(a, found[a.id], Project()) for a in corpus])
    statements = Statements(tuple(s for r in resolved for s in r), corpus)
    _, writing = spent(lambda: "".join(f"{line}\n" for line in statements.json_lines()))
    return {
        "reading": reading,
        "structure": structure,
        "tokenising, windows, decoding": attribute - network,
        "resolving": resolve,
        "writing": writing,
        "network": network,
    }


def print_stages(seconds: dict[str, float], words: int) -> None:
    """Microseconds a word, with the sum of all but the network."""
    print("\nframing, one thread, µs of processor time a word")
    for name, value in seconds.items():
        print(f"  {name:38s} {1e6 * value / words:8.1f}")
    rest = sum(v for k, v in seconds.items() if k != "network")
    print(f"  {'everything but the network':38s} {1e6 * rest / words:8.1f}")


def compare(ways: Sequence[Way], articles: Path, short: Path, out: Path, *, words: int, repeats: int) -> None:
    """Run all in turns; print medians and ratios. The first way is framing."""
    for way in ways:
        timed(way, short, out)
    startup = {w.name: median(timed(w, short, out).wall for _ in range(3)) for w in ways}
    times: dict[str, list[Time]] = {w.name: [] for w in ways}
    for _ in range(repeats):
        for way in ways:
            times[way.name].append(timed(way, articles, out))
    title = f"median of {repeats} runs in turns"
    print(f"\n{title:56s} words/s   (range)           without start-up  start-up s  CPU µs a word")
    speed: dict[str, list[float]] = {}
    effort = {w.name: median(t.processor for t in times[w.name]) for w in ways}
    bare: dict[str, float] = {}  # not a number where start-up is most of the run: the difference would be noise
    for way in ways:
        runs = times[way.name]
        speed[way.name] = [words / t.wall for t in runs]
        wall = median(t.wall for t in runs)
        bare[way.name] = words / (wall - startup[way.name]) if wall > 2 * startup[way.name] else math.nan
        low, high = min(speed[way.name]), max(speed[way.name])
        print(
            f"  {way.name:54s} {median(speed[way.name]):7,.0f}   ({low:,.0f} to {high:,.0f})"
            f"  {bare[way.name]:14,.0f}  {startup[way.name]:10.2f}  {1e6 * effort[way.name] / words:11.1f}"
        )
    ours, *others = ways
    best = max(others, key=lambda w: median(speed[w.name]))
    print(f"\nfastest way of running spaCy: {best.name}")
    for way in others:
        pairs = [a / b for a, b in zip(speed[ours.name], speed[way.name], strict=True)]
        ratio = median(speed[ours.name]) / median(speed[way.name])
        print(
            f"framing / {way.name:54s} {ratio:5.2f} (turn by turn {min(pairs):.2f} to {max(pairs):.2f}), "
            f"without start-up {bare[ours.name] / bare[way.name]:.2f}, "
            f"by processor time {effort[way.name] / effort[ours.name]:.2f}{'   <- counts' if way is best else ''}"
        )


def has_spacy(python: str) -> str | None:
    """Version of spaCy in an interpreter."""
    try:
        command = [python, "-c", "import spacy; print(spacy.__version__)"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", nargs="?")
    parser.add_argument("--copies", type=int)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--model", default="full")
    parser.add_argument("--spacy-python", default=sys.executable)
    given = parser.parse_args()
    version = has_spacy(given.spacy_python)
    if version is None:
        print(MISSING.format(python=given.spacy_python))
        return
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    copies = given.copies or (1 if given.input else 20)
    once = read(given.input or ROOT / "seeds")
    articles = [replace(a, id=f"{a.id}.{n}") for n in range(copies) for a in once]
    words = count_words(articles)
    load = os.getloadavg()[0]
    print(f"{len(articles)} articles, {words:,} words; {CORES} processors, load before the start {load:.1f}")
    if load > IDLE:
        print(
            "OTHER PROGRAMS ARE RUNNING: words/s are too low and their ratio is doubtful; run again on an idle machine."
        )
    print(f"framing {framing.__version__}, model {given.model}, onnxruntime {onnxruntime.__version__}; spaCy {version}")
    print(f"Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline, path, short, out = (folder / n for n in ("pipeline", "articles.jsonl", "short.jsonl", "out.jsonl"))
        write_articles(articles, path)
        write_articles([Article(id="short", text=SHORT)], short)
        call = [given.spacy_python, str(PIPELINE)]
        subprocess.run([*call, "train", str(pipeline)], check=True)
        checked = subprocess.run([*call, "check", str(pipeline), str(path)], check=True, capture_output=True, text=True)
        print("\nspaCy's work: " + ", ".join(f"{k} {v:,}" for k, v in json.loads(checked.stdout).items()))
        tried = [spacy_ways(given.spacy_python, pipeline, b) for b in BATCHES]
        chosen = []
        for same in zip(*tried, strict=True):
            walls = {w: timed(w, path, out).wall for w in same}
            print("tried: " + "; ".join(f"{w.name} {words / s:,.0f} words/s" for w, s in walls.items()))
            chosen.append(min(walls, key=lambda w: walls[w]))
        ours = Way(
            f"framing extract --model {given.model}",
            (sys.executable, "-c", "from framing.cli import main; main()", "extract"),
            ("--model", given.model, "--out"),
        )
        compare([ours, *chosen], path, short, out, words=words, repeats=given.repeats)
        print_stages(stages(path, model=given.model), words)


if __name__ == "__main__":
    main()

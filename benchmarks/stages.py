"""Where the processor time goes, stage by stage, of ``framing extract`` and of ``framing analyze``.

    python benchmarks/stages.py FILE [--model fast] [--articles 200] [--repeats 3] [--against OTHER_CHECKOUT]

Runs what the two commands run, on one thread, with a clock around the functions of each stage: a stage has the time
of its functions without that of the stages they call. Prints microseconds of processor time a word, the least of
``--repeats`` runs after one that warms up, and the sum of all but the network. ``--against`` runs the same with the
package of another checkout (the version before, say), in turns in one run: what else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NETWORK = "network"

EXTRACT = ("read", "structure", "pieces", NETWORK, "decode", "rest of attribute", "resolve", "reasons", "join", "write")
ANALYZE = (
    "structure", "pieces", NETWORK, "decode", "rest of attribute", "resolve", "blocks", "statements", "speakers",
    "voices", "words", "mentions", "actors", "hits", "tags", "articles", "other tables", "columns", "write",
)  # fmt: skip

STAGES = {
    "framing.structure.parse.parse": "structure",
    "framing.attribute.windows.encode": "pieces",
    "framing.attribute.windows.windows": "pieces",
    "framing.attribute.windows.window_inputs": "pieces",
    "framing.attribute.run.gather": "decode",
    "framing.attribute.decode.decode": "decode",
    "framing.attribute.decode.entity_ranges": "decode",
    "framing.extraction.annotate": "rest of attribute",
    "framing.extraction._kept": "rest of attribute",
    "framing.resolve.statements.resolve_with_trace": "resolve",
    "framing.resolve.explain.reasons": "reasons",
    "framing.join.apply.join_statements": "join",
    "framing.measure.voices.voices": "voices",
    "framing.measure.own_words.own_words": "words",
    "framing.mention_table.mentions": "mentions",
    "framing.store.analyse._blocks": "blocks",
    "framing.store.analyse._statements": "statements",
    "framing.store.analyse._speakers": "speakers",
    "framing.store.analyse._actor": "actors",
    "framing.store.analyse._hits": "hits",
    "framing.store.analyse._tags": "tags",
    "framing.store.analyse._article": "articles",
    "framing.store.schema.as_table": "columns",
    "framing.store.parts.write_part": "write",
}
"""The stage of each function on which a clock is set. One that a version of the package lacks is passed over."""


class Clock:
    """Processor seconds by stage: a stage stands still while one inside it runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._running = ["rest"]
        self._since = time.thread_time()

    def _turn(self) -> None:
        now = time.thread_time()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def of(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with the clock around it; of one that yields, around what it gives, taken at once."""

        @wraps(function)
        def timed(*given: Any, **options: Any) -> Any:
            with self.stage(stage):
                found = function(*given, **options)
                return iter(list(found)) if hasattr(found, "__next__") else found

        return timed

    def stage(self, stage: str) -> _Stage:
        """For a ``with`` block of a stage."""
        return _Stage(self, stage)

    def enter(self, stage: str) -> None:
        """A stage begins."""
        self._turn()
        self._running.append(stage)

    def leave(self) -> None:
        """The stage that began last ends."""
        self._turn()
        self._running.pop()

    def taken(self) -> dict[str, float]:
        """The seconds until now, and begin anew."""
        self._turn()
        found, self.seconds = dict(self.seconds), defaultdict(float)
        return found


class _Stage:
    def __init__(self, clock: Clock, stage: str) -> None:
        self._clock, self._stage = clock, stage

    def __enter__(self) -> None:
        self._clock.enter(self._stage)

    def __exit__(self, *_: object) -> None:
        self._clock.leave()


def set_clocks(clock: Clock) -> None:
    """Put the clock around the functions of every stage, wherever a module of the package has them by name."""
    import onnxruntime

    modules = [m for name, m in sorted(sys.modules.items()) if name.split(".")[0] == "framing" and m is not None]
    for place, stage in STAGES.items():
        module, _, name = place.rpartition(".")
        function = getattr(sys.modules.get(module), name, None)
        if function is None:
            continue
        timed = clock.of(stage, function)
        for other in modules:
            for attribute, value in list(vars(other).items()):
                if value is function:
                    setattr(other, attribute, timed)
    session: Any = onnxruntime.InferenceSession
    session.run = clock.of(NETWORK, session.run)


def once(path: Path, model: str, articles: int) -> Callable[[], dict[str, dict[str, float]]]:
    """A function that runs both commands' work once and gives microseconds a word by stage."""
    import framing
    from framing.read import iter_articles
    from framing.store import analyse, parts
    from framing.store.place import place_of
    from framing.store.settings import Settings
    from framing.structure import parse
    from framing.values import Article, Corpus

    settings = Settings.of(model=model)
    every = [item for item in iter_articles([path]) if isinstance(item, Article)]
    corpus = Corpus(tuple(every[:articles]))
    words = sum(len(parse(a.text).words) + len(parse(a.title or "", title=True).words) for a in corpus)
    share = len(corpus) / len(every)
    clock = Clock()
    set_clocks(clock)

    def run() -> dict[str, dict[str, float]]:
        gc.collect()
        clock.taken()
        with clock.stage("read"):
            framing.read([path])
        read = clock.taken()["read"] * share
        found = framing.extract(corpus, model=model, threads=1)
        with clock.stage("write"):
            "".join(f"{line}\n" for line in found.json_lines())
        extracted = clock.taken() | {"read": read}
        del found
        gc.collect()
        clock.taken()
        tables = analyse.analyse(corpus.articles, settings)
        with tempfile.TemporaryDirectory() as folder:
            parts.write_part(place_of(folder), "part-0", tables)
        analysed = clock.taken()
        analysed["other tables"] = analysed.pop("rest")
        extracted.pop("rest", None)
        return {
            name: {stage: 1e6 * seconds / words for stage, seconds in times.items()}
            for name, times in (("extract", extracted), ("analyze", analysed))
        } | {"of": {"articles": len(corpus), "words": words}}

    return run


def serve(path: Path, model: str, articles: int) -> None:
    """A line of figures for every line that comes in."""
    run = once(path, model, articles)
    for _ in sys.stdin:
        print(json.dumps(run()), flush=True)


def measured(checkouts: Iterable[Path], path: Path, model: str, articles: int, repeats: int) -> list[dict[str, Any]]:
    """The least of the repeats for each checkout, in turns."""
    command = [sys.executable, __file__, str(path), "--model", model, "--articles", str(articles), "--serve"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    servers = [subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(place)}, **pipes) for place in checkouts]
    best: list[dict[str, Any]] = [{} for _ in servers]
    for turn in range(repeats + 1):
        for number, server in enumerate(servers):
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write("\n")
            server.stdin.flush()
            found = json.loads(server.stdout.readline())
            if turn:
                best[number] = least(best[number], found)
    for server in servers:
        server.communicate()
    return best


def least(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Stage by stage the lesser of two runs."""
    return {
        name: {stage: min(value, one.get(name, {}).get(stage, value)) for stage, value in times.items()}
        for name, times in other.items()
    }


def show(found: list[dict[str, Any]], model: str) -> None:
    """Tables of microseconds a word, one column a checkout."""
    of = found[0]["of"]
    print(f"{of['articles']} articles, {of['words']:,} words, model {model}; µs of processor time a word")
    for name, stages in (("extract", EXTRACT), ("analyze", ANALYZE)):
        print(f"\nframing {name}")
        for stage in stages:
            _line(stage, [times[name].get(stage, 0.0) for times in found])
        outside = [sum(v for s, v in times[name].items() if s != NETWORK) for times in found]
        _line("all but the network", outside)
        _line("all", [sum(times[name].values()) for times in found])
        each = [1e-3 * sum(t[name].values()) * of["words"] / of["articles"] for t in found]
        _line("milliseconds an article", each)


def _line(name: str, values: list[float]) -> None:
    ratio = f"{values[0] / values[1]:10.2f} ×" if len(values) > 1 and values[1] else ""
    print(f"  {name:24s}" + "".join(f"{v:10.2f}" for v in values) + ratio)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", default="fast")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--against", type=Path, help="Another checkout of the package; its figures come first.")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.file, asked.model, asked.articles)
        return
    checkouts = [*([asked.against.resolve()] if asked.against else []), ROOT]
    show(measured(checkouts, asked.file.resolve(), asked.model, asked.articles, asked.repeats), asked.model)


if __name__ == "__main__":
    main()

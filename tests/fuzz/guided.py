"""A long run of :mod:`tests.fuzz.targets` that is guided by coverage (atheris, on libFuzzer).

``python -m tests.fuzz.guided --runs 10000000`` (``make test-long``) shares the executions among the targets, each in a
process of its own, and prints how many there were, how many inputs took new ways through the code, and what was found.
Every fault is printed with the file that brings it about, in ``build/fuzz``; mended, it belongs into
``tests/fuzz/test_found.py``. What reaches new code is kept in ``build/fuzz/corpus``, from which the next run goes on.
Exit status 1 if there was a fault.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

HANGS = 5
"""Seconds after which a single execution is a fault."""
MOST_SECONDS = 1.0
"""Seconds of processor time that a single one may take, of inputs this short; a second try has to be as slow."""


def _hangs(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {HANGS} s")


def one(name: str, runs: int, seed: int, seconds: float, keep: Path) -> None:
    """Run one target in this process, and end the process; the last line printed is what there was, as JSON."""
    import atheris

    with atheris.instrument_imports(include=["framing"], enable_loader_override=False):
        from tests.fuzz.readers import FaultError
        from tests.fuzz.targets import TARGETS, call
    target = TARGETS[name]
    corpus = keep / "corpus" / _slug(name)
    corpus.mkdir(parents=True, exist_ok=True)
    for data in target.seeds:
        (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    memory = Path("/dev/shm")  # noqa: S108  # memory, for speed
    folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    signal.signal(signal.SIGALRM, _hangs)
    faults: Counter[str] = Counter()
    begin = time.monotonic()
    state = {"done": 0}

    def note(error: BaseException, data: bytes) -> None:
        kind = ": ".join(str(error).split(": ")[:3])[:100]
        faults[kind] += 1
        if faults[kind] == 1:
            kept = keep / f"{hashlib.sha256(data).hexdigest()[:12]}-{_slug(name)}"
            kept.write_bytes(data)
            print(f"{kept}\n  {str(error)[:300]}\n  {data[:200]!r}", flush=True)

    def finish() -> None:
        files = len(list(corpus.iterdir()))
        took = time.monotonic() - begin
        told = {"target": name, "done": state["done"], "seconds": took, "kept": files, "faults": dict(faults)}
        print(json.dumps(told), flush=True)
        subprocess.run(["rm", "-rf", str(folder)], check=False)  # noqa: S607
        os._exit(0)

    def once(data: bytes) -> None:
        state["done"] += 1
        try:
            signal.setitimer(signal.ITIMER_REAL, HANGS)
            try:
                started = time.process_time()
                call(target, data, folder)
                if time.process_time() - started > MOST_SECONDS:
                    started = time.process_time()
                    call(target, data, folder)
                    took = time.process_time() - started
                    if took > MOST_SECONDS:
                        raise FaultError(f"{name}: {took:.1f} s for {len(data)} bytes")
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except (FaultError, TimeoutError) as error:
            note(error, data)
        if state["done"] >= runs or (state["done"] % 64 == 0 and time.monotonic() - begin > seconds):
            finish()

    flags = ["-timeout=0", "-rss_limit_mb=0", f"-max_len={target.longest}", f"-seed={seed + 1}", "-len_control=0"]
    pieces = keep / "pieces.dict"
    pieces.write_text(_dictionary(), "ascii")
    atheris.Setup([sys.argv[0], *flags, f"-dict={pieces}", str(corpus)], once)
    atheris.Fuzz()


def _dictionary() -> str:
    """The pieces that faults have been made of, in libFuzzer's form."""
    from tests.fuzz.readers import PIECES

    return "".join(f'"{"".join(f"{chr(92)}x{b:02x}" for b in piece)}"\n' for piece in PIECES if 0 < len(piece) <= 64)


def _slug(name: str) -> str:
    return name.replace(" ", "_").replace(".", "")


def main() -> int:
    """Run all, and tell how many executions there were and what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000_000, help="executions of all targets together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop each target after so long")
    parser.add_argument("--only", nargs="*", metavar="TARGET", help="names of targets; all by default")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:  # before anything of the package is imported: what is imported later is watched
        one(asked.one, asked.runs, asked.seed, asked.seconds, asked.keep)
    from tests.fuzz.targets import TARGETS

    names = asked.only or list(TARGETS)
    if unknown := sorted(set(names) - set(TARGETS)):
        parser.error(f"no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    asked.keep.mkdir(parents=True, exist_ok=True)
    whole = sum(TARGETS[name].share for name in names)
    rows = []
    for name in names:
        runs = max(1, round(asked.runs * TARGETS[name].share / whole))
        rows.append(_in_process(name, runs, asked))
        print(_line(rows[-1]), flush=True)
    done, faults = sum(row["done"] for row in rows), sum(len(row["faults"]) for row in rows)
    print(f"{done:,} executions of {len(rows)} targets, faults of {faults} kinds")
    for row in rows:
        for kind, n in sorted(row["faults"].items()):
            print(f"  {n:8,d}  {kind}")
    return 1 if faults else 0


def _in_process(name: str, runs: int, asked: argparse.Namespace) -> dict[str, Any]:
    """One target in a process of its own; what it printed on the way is printed."""
    command = [
        sys.executable, "-W", "ignore", "-m", "tests.fuzz.guided", "--one", name, "--runs", str(runs), "--seed",
        str(asked.seed), "--seconds", str(asked.seconds), "--keep", str(asked.keep),
    ]  # fmt: skip
    errors = asked.keep / f"{_slug(name)}.log"
    with errors.open("wb") as log:
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, check=False)
    lines = ended.stdout.decode("utf-8", "replace").splitlines()
    try:
        told: dict[str, Any] = json.loads(lines.pop())
    except (IndexError, ValueError):
        fault = f"{name}: the process ended with {ended.returncode}; see {errors}"
        told = {"target": name, "done": 0, "seconds": 0.0, "kept": 0, "faults": {fault: 1}}
    for line in lines:
        print(line, flush=True)
    return told


def _line(row: dict[str, Any]) -> str:
    rate = row["done"] / max(row["seconds"], 1e-9)
    return (
        f"{row['target']:20s} {row['done']:10,d} executions, {rate:8,.0f}/s, {row['kept']:5,d} inputs kept, "
        f"{len(row['faults'])} kinds of faults"
    )


if __name__ == "__main__":
    sys.exit(main())

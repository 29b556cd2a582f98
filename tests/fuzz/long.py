"""A long run of all readers: ``python -m tests.fuzz.long --runs 1000000`` (``make test-long``).

Every fault is printed with the bytes that bring it about, cut to the first three hundred; the whole input lies in
``build/fuzz``. Put it into ``tests/fuzz/test_found.py`` when it is mended. Exit status 1 if there was a fault.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from tests.fuzz.readers import READERS, FaultError, cases, run

_HANGS = 10


def _hangs(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {_HANGS} s")


def main() -> int:
    """Run, and tell how many executions there were and what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--only", nargs="*", default=sorted(READERS), help="names of readers")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    arguments = parser.parse_args()
    start, done = time.monotonic(), 0
    faults: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, _hangs)
    memory = Path("/dev/shm")  # noqa: S108 - memory, for speed
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        for name, data in cases(arguments.seed, tuple(arguments.only)):
            if done >= arguments.runs or time.monotonic() - start > arguments.seconds:
                break
            done += 1
            signal.alarm(_HANGS)
            try:
                run(name, data, Path(folder))
            except (FaultError, TimeoutError) as error:
                signal.alarm(0)
                kind = ": ".join(str(error).split(": ")[:3])[:100]
                faults[kind] += 1
                if faults[kind] == 1:
                    arguments.keep.mkdir(parents=True, exist_ok=True)
                    kept = arguments.keep / f"{hashlib.sha256(data).hexdigest()[:12]}-{name}"
                    kept.write_bytes(data)
                    print(f"{kept}\n  {str(error)[:600]}", flush=True)
            finally:
                signal.alarm(0)
            if done % 10_000 == 0:
                print(f"{done:,} executions, {time.monotonic() - start:.0f} s", flush=True)
    print(
        f"{done:,} executions in {time.monotonic() - start:.0f} s, {sum(faults.values())} faults of {len(faults)} kinds"
    )
    for kind, n in faults.most_common():
        print(f"  {n:6,d}  {kind}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""Processor time of the network alone, model by model in turns, on this processor or as on one with AVX2 only.

    python benchmarks/network.py ARTICLES [--models full fast FOLDER …] [--articles 12] [--rounds 7] [--avx2]

ARTICLES is a file or folder. Every window of the articles runs by itself on one thread, as in use; a round runs all
models one after the other, and the least time of each counts, with its ratio to the first model.

``--avx2`` answers for the processor: a copy of onnxruntime in a temporary folder asks what the processor can do by an
instruction that does not exist, and a small library that stands before it answers as the processor does, less AVX-512,
VNNI and matrix instructions. So onnxruntime takes the code that it takes on AVX2-only processors; clock and caches stay
those of the processor at hand. Needs Linux, gcc, objdump and readelf.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from framing.attribute.model import load_model
from framing.attribute.windows import encode, window_inputs, windows
from framing.read import read
from framing.structure import parse

ANSWERS = r"""
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <ucontext.h>
static void answer(int number, siginfo_t *info, void *context) {
  greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;
  unsigned char *at = (unsigned char *)g[REG_RIP];
  if (at[0] != 0x0f || at[1] != 0x0b) { signal(SIGILL, SIG_DFL); return; }
  unsigned leaf = g[REG_RAX], part = g[REG_RCX], a = leaf, b, c = part, d;
  __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  if (leaf == 7 && part == 0) {
    b &= ~(1u << 16 | 1u << 17 | 1u << 21 | 1u << 26 | 1u << 27 | 1u << 28 | 1u << 30 | 1u << 31);
    c &= ~(1u << 1 | 1u << 6 | 1u << 11 | 1u << 12 | 1u << 14);
    d &= ~(1u << 2 | 1u << 3 | 1u << 8 | 1u << 22 | 1u << 23 | 1u << 24 | 1u << 25);
  }
  if (leaf == 7 && part == 1) { a &= ~(1u << 4 | 1u << 5 | 1u << 21 | 1u << 23); d &= ~(1u << 4 | 1u << 5 | 1u << 10); }
  g[REG_RAX] = a; g[REG_RBX] = b; g[REG_RCX] = c; g[REG_RDX] = d; g[REG_RIP] += 2;
}
__attribute__((constructor)) static void begin(void) {
  struct sigaction s;
  memset(&s, 0, sizeof s);
  s.sa_sigaction = answer;
  s.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGILL, &s, 0);
}
"""
ASKS, NOTHING = b"\x0f\xa2", b"\x0f\x0b"
"""The instructions ``cpuid`` and ``ud2``, of the same length."""


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise SystemExit(f"--avx2 needs {name}, which is not here (Debian: gcc, binutils)")
    return path


def _asked(library: Path) -> list[int]:
    """Places in the file of a library where it asks what the processor can do."""
    headers = subprocess.run([_tool("readelf"), "-lW", str(library)], capture_output=True, text=True, check=True).stdout
    loads = [
        [int(x, 16) for x in m] for m in re.findall(r"LOAD\s+0x(\w+)\s+0x(\w+)\s+0x\w+\s+0x(\w+)", headers)
    ]  # offset in the file, address, length
    code = subprocess.run([_tool("objdump"), "-d", str(library)], capture_output=True, text=True, check=True).stdout
    places = [int(line.split(":")[0], 16) for line in code.splitlines() if line.endswith(("cpuid", "cpuid "))]
    return [offset + p - start for p in places for offset, start, size in loads if start <= p < start + size]


def disguised(folder: Path) -> dict[str, str]:
    """Environment in which onnxruntime finds a processor with AVX2 only; its copy goes into ``folder``."""
    shutil.copytree(Path(onnxruntime.__file__).parent, folder / "onnxruntime")
    library = next((folder / "onnxruntime" / "capi").glob("onnxruntime_pybind11_state*.so"))
    code = bytearray(library.read_bytes())
    for place in _asked(library):
        assert code[place : place + 2] == ASKS
        code[place : place + 2] = NOTHING
    library.write_bytes(code)
    (folder / "answers.c").write_text(ANSWERS)
    build = [_tool("gcc"), "-O1", "-shared", "-fPIC", "-o", str(folder / "answers.so"), str(folder / "answers.c")]
    subprocess.run(build, check=True)
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "LD_PRELOAD": str(folder / "answers.so"), "PYTHONPATH": path}


def measure(path: str, names: Sequence[str], articles: int, rounds: int) -> None:
    """Print microseconds a word piece of every model."""
    texts = [a.text for a in read(path)][:articles]
    models = [load_model(n if n in ("full", "fast") else Path(n)) for n in names]
    made: list[list[tuple[NDArray[np.int64], NDArray[np.int64]]]] = []
    for model in models:
        encoded = [encode(parse(t), model._tokenizer) for t in texts]
        made.append([window_inputs(e, w)[:2] for e in encoded for w in windows(e)])
    pieces = sum(len(ids) for ids, _ in made[0])
    print(f"{len(texts)} articles, {pieces:,} word pieces, least of {rounds} rounds, one thread")
    least = [float("inf")] * len(models)
    for _ in range(rounds):
        for i, model in enumerate(models):
            start = time.process_time()
            for ids, features in made[i]:
                model._session.run(model._outputs, {"ids": ids[None], "features": features[None]})
            least[i] = min(least[i], time.process_time() - start)
    for name, seconds in zip(names, least, strict=True):
        print(f"  {name:30s} {1e6 * seconds / pieces:7.1f} µs a word piece, {seconds / least[0]:.2f} of {names[0]}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_at")
    parser.add_argument("--models", nargs="+", default=["full", "fast"])
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--avx2", action="store_true")
    given = parser.parse_args()
    if not given.avx2:
        measure(given.articles_at, given.models, given.articles, given.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        arguments = [a for a in sys.argv if a != "--avx2"]
        done = subprocess.run([sys.executable, *arguments], env=disguised(Path(folder)), check=False)
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()

"""A store at size: memory, time an article, two workers against one, a second run, questions, and kill -9.

    python benchmarks/store.py make 10000 articles.jsonl        # a corpus in which words and names grow as in real text
    python benchmarks/store.py fill articles.jsonl STORE --workers 2
    python benchmarks/store.py again articles.jsonl STORE       # with nothing, 1% new, 1% changed
    python benchmarks/store.py ask STORE
    python benchmarks/store.py kill articles.jsonl --times 50   # killed at random moments, resumed, compared

Memory is that of all processes together (the sum of their resident pages less what they share, from /proc), sampled
four times a second. The model is the real one throughout.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HEAPS = 0.6
"""Exponent by which different words and names grow with a corpus (Heaps 1978; English news: 0.5 to 0.7)."""

_SENTENCES = (
    """The {role}, {name}, said the {noun} was a danger to the {noun}. “We have {verb}ed the {noun} twice, and it is a \
disgrace,” {last} told reporters on Monday.""",
    """Residents of {place} fear that the {noun} may collapse, and critics called the {noun} plan a disaster. \
According to {name}, nobody was hurt when the {noun} was {verb}ed.""",
    """“The {noun} is terrible,” said {name}, the {role}. Officials in {place} said on Friday that the {noun} would be \
{verb}ed. {last} and {name} denied that they would resign.""",
    """The {noun} opened in {year} and cost {number} million dollars. It has long been disputed in {place}, where the \
{noun} was {verb}ed before the {noun}.""",
    """The government of {place} has claimed that {name} lied about the {noun}. The ministry denied the report on the \
{noun}, which {last} had {verb}ed.""",
)
_ROLES = ("mayor", "senator", "union leader", "defense minister", "spokesman", "professor", "police chief", "judge")


class Growing:
    """Words drawn from a list that grows by Heaps' law, old ones as often as they were drawn before (Simon 1955)."""

    def __init__(self, rng: random.Random, capital: bool) -> None:
        self._rng, self._capital = rng, capital
        self._drawn: list[str] = []
        self._different = 0

    def draw(self) -> str:
        """The next word."""
        n = len(self._drawn) + 1
        if self._different < 4 * n**HEAPS and self._rng.random() < 4 * HEAPS * n ** (HEAPS - 1):
            self._different += 1
            word = self._new(self._different)
        else:
            word = self._rng.choice(self._drawn) if self._drawn else self._new(0)
        if n < 2_000_000:
            self._drawn.append(word)
        else:
            self._drawn[self._rng.randrange(len(self._drawn))] = word
        return word

    def _new(self, number: int) -> str:
        syllables = (
            "ba",
            "lor",
            "mi",
            "sten",
            "ka",
            "rud",
            "fel",
            "no",
            "gar",
            "ti",
            "wes",
            "hol",
            "jun",
            "pe",
            "dra",
            "quo",
        )
        made, rest = "", number + 16
        while rest:
            made += syllables[rest % 16]
            rest //= 16
        return made.capitalize() if self._capital else made


def make(count: int, out: Path, seed: int = 1) -> None:
    """Articles of some 350 words, as JSON lines."""
    rng = random.Random(seed)
    nouns, verbs = Growing(rng, capital=False), Growing(rng, capital=False)
    firsts, lasts, places = (Growing(rng, capital=True) for _ in range(3))
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as stream:
        for i in range(count):
            people = [(firsts.draw(), lasts.draw()) for _ in range(5)]
            parts = []
            for _ in range(rng.randint(6, 14)):
                first, last = rng.choice(people)
                text = rng.choice(_SENTENCES)
                while "{noun}" in text:
                    text = text.replace("{noun}", nouns.draw(), 1)
                text = text.replace("{verb}", verbs.draw()).replace("{place}", places.draw())
                text = text.replace("{name}", f"{first} {last}", 1).replace("{name}", " ".join(rng.choice(people)))
                text = text.replace("{last}", last).replace("{role}", rng.choice(_ROLES))
                parts.append(
                    text.replace("{year}", str(rng.randint(1950, 2020))).replace("{number}", str(rng.randint(2, 90)))
                )
            row = {
                "id": f"a{i:07d}", "outlet": f"Paper {i % 3}", "date": f"2016-{1 + i % 12:02d}-{1 + i % 28:02d}",
                "event": f"e{i // 5}", "text": "\n\n".join(parts),
            }  # fmt: skip
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


class Memory:
    """The most memory that this process and those below it have had together, in megabytes."""

    def __init__(self, root: int) -> None:
        self.root, self.most, self.samples = root, 0.0, list[tuple[float, float]]()
        self.processor = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        begin = time.monotonic()
        while not self._stop.wait(0.25):
            now = sum(_proportional(pid) for pid in _below(self.root))
            self.most = max(self.most, now)
            self.samples.append((time.monotonic() - begin, now))

    def halves(self) -> tuple[float, float]:
        """Most memory in the second and in the last quarter of the time: whether it grows."""
        n = len(self.samples)
        parts = self.samples[n // 4 : n // 2], self.samples[3 * n // 4 :]
        return tuple(max((m for _, m in part), default=0.0) for part in parts)  # type: ignore[return-value]


def _below(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def _proportional(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def run(command: Sequence[str]) -> tuple[float, Memory]:
    """Seconds of a command, and its memory and its processor time."""
    begin = time.monotonic()
    before = _used()
    process = subprocess.Popen(command)
    with Memory(process.pid) as memory:
        code = process.wait()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    memory.processor = _used() - before
    return time.monotonic() - begin, memory


def _used() -> float:
    """Seconds of processor time of all processes that were started here and have ended, those below them too."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


FRAMING = [sys.executable, "-c", "from framing.cli import main; main()"]


def told(what: str, seconds: float, memory: Memory, articles: int | None = None) -> None:
    """One line of results."""
    each = f", {1000 * seconds / articles:.2f} ms an article" if articles else ""
    spent = f"{memory.processor:.1f} s of processor time"
    spent += f", {1000 * memory.processor / articles:.2f} ms an article" if articles else ""
    second, last = memory.halves()
    print(
        f"{what}: {seconds:.1f} s{each}; {spent}; at most {memory.most:.0f} MB "
        f"({second:.0f} MB in the second quarter, {last:.0f} MB in the last)",
        flush=True,
    )


def count(path: Path) -> int:
    """Lines of a file."""
    with path.open("rb") as stream:
        return sum(1 for _ in stream)


def fill(source: Path, store: Path, *, workers: int, model: str, partition: int = 500, device: str = "cpu") -> None:
    """Fill a store, and tell time and memory."""
    shutil.rmtree(store, ignore_errors=True)
    seconds, memory = run(_analyze(source, store, workers, model, partition, device))
    told(f"analyze, {workers} workers, {model}, {device}", seconds, memory, count(source))
    size = sum(p.stat().st_size for p in store.rglob("*") if p.is_file())
    print(f"store: {size / count(source) / 1024:.1f} kB an article", flush=True)


def _analyze(source: Path, store: Path, workers: int, model: str, partition: int, device: str = "cpu") -> list[str]:
    return [
        *FRAMING, "analyze", str(source), "--out", str(store), "--workers", str(workers), "--model", model,
        "--partition", str(partition), "--device", device,
    ]  # fmt: skip


def again(source: Path, store: Path, *, workers: int, model: str) -> None:
    """A second run with nothing new, one with 1% more articles, and one in which 1% are changed."""
    with tempfile.TemporaryDirectory() as folder:
        more, changed = Path(folder) / "more.jsonl", Path(folder) / source.name
        made = Path(folder) / "new.jsonl"
        make(max(1, count(source) // 100), made, seed=2)
        shutil.copyfile(source, more)
        with more.open("a", encoding="utf-8") as stream:
            stream.write(made.read_text("utf-8").replace('{"id": "a', '{"id": "b'))
        for what, given in (("nothing new", source), ("1% new", more)):
            seconds, memory = run(_analyze(given, store, workers, model, 500))
            told(f"analyze again, {what}", seconds, memory, count(given))
        with source.open(encoding="utf-8") as old, changed.open("w", encoding="utf-8") as new:
            for i, line in enumerate(old):
                row = json.loads(line)
                if i % 100 == 0:
                    row["text"] += " Nothing more was said on Sunday."
                new.write(json.dumps(row, ensure_ascii=False) + "\n")
        seconds, memory = run(_analyze(changed, store, workers, model, 500))
    told("analyze again, 1% changed", seconds, memory, count(source))


QUESTIONS = {
    "join and copies, first time": ["balance", "STORE", "--by", "type"],
    "balance by speaker": ["balance", "STORE"],
    "silence": ["silence", "STORE"],
    "lexicon": ["lexicon", "score", "STORE", "--lexicon", "hedges", "--by", "outlet"],
    "contrast": ["contrast", "STORE", "--by", "outlet", "--between", "Paper 0", "Paper 1"],
    "compare": ["compare", "STORE", "--by", "outlet"],
}


def ask(store: Path, names: Sequence[str]) -> None:
    """Ask the store, and tell time and memory of each question."""
    shutil.rmtree(store / "together", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, question in QUESTIONS.items():
            if names and name not in names:
                continue
            command = [str(store) if word == "STORE" else word for word in question]
            seconds, memory = run([*FRAMING, *command, "--out", f"{folder}/answer"])
            told(name, seconds, memory)


@dataclass
class Kills:
    """What killed runs came to: how many were killed, with nothing, a part and all of the articles in the store."""

    kills: int = 0
    resumes: int = 0
    same: int = 0
    lost: int = 0
    doubled: int = 0
    at: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        when = ", ".join(f"{n} {name}" for name, n in sorted(self.at.items()))
        return (
            f"{self.kills} kills ({when}), {self.resumes} resumes, {self.same} stores the same row for row, "
            f"{self.lost} rows lost, {self.doubled} rows doubled"
        )


def kill(source: Path, *, times: int, workers: int, model: str, seed: int) -> None:
    """Kill a run and its children (``kill -9``), resume it, compare with a store that nobody disturbed: so many times.

    Only what was running counts as killed. By turns a new store is filled, and one brought up to date in which every
    third article has changed; half of the moments lie anywhere in the run, half in the time in which it writes.
    """
    rng = random.Random(seed)
    done = Kills()
    with tempfile.TemporaryDirectory() as folder:
        changed = _changed(source, Path(folder) / f"changed-{source.name}")
        old, new = Path(folder) / "old", Path(folder) / "new"
        takes, writes = _undisturbed(_analyze(source, old, workers, model, 4), old)
        _undisturbed(_analyze(changed, new, workers, model, 4), new)
        expected, store = rows(new), Path(folder) / "store"
        while done.kills < times:
            shutil.rmtree(store, ignore_errors=True)
            if again := done.kills % 2 == 1:
                shutil.copytree(old, store)
            command = _analyze(changed, store, workers, model, 4)
            begun = len(list(store.glob("parts/*.json")))
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
            if done.kills % 4 < 2:
                time.sleep(rng.uniform(0, takes))
            else:
                while process.poll() is None and len(list(store.glob("parts/*.json"))) <= begun:
                    time.sleep(0.005)
                time.sleep(rng.uniform(0, writes))
            if process.poll() is not None:
                continue  # it was through: nothing was killed
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            done.kills += 1
            parts = len(list(store.glob("parts/*.json"))) - begun
            done.at[("updating" if again else "filling") + (", while writing" if parts else ", before the first")] += 1
            _undisturbed(command, store)
            done.resumes += 1
            found = rows(store)
            lost = sum((Counter(expected[t]) - Counter(found[t])).total() for t in expected)
            doubled = sum((Counter(found[t]) - Counter(expected[t])).total() for t in expected)
            done.lost, done.doubled, done.same = (
                done.lost + lost,
                done.doubled + doubled,
                done.same + (found == expected),
            )
            print(done, flush=True)
    if done.same != done.resumes:
        raise SystemExit(1)


def _changed(source: Path, out: Path) -> Path:
    """The articles, every third of them changed."""
    with source.open(encoding="utf-8") as old, out.open("w", encoding="utf-8") as new:
        for i, line in enumerate(old):
            row = json.loads(line)
            row["text"] += " Nothing more was said on Sunday." if i % 3 == 0 else ""
            new.write(json.dumps(row, ensure_ascii=False) + "\n")
    return out


def _undisturbed(command: Sequence[str], store: Path) -> tuple[float, float]:
    """Run a command to its end; seconds that it took, and those of them after the first partition was there."""
    begin = time.monotonic()
    process, first = subprocess.Popen(command, stderr=subprocess.DEVNULL), None
    while process.poll() is None:
        if first is None and any(store.glob("parts/*.json")):
            first = time.monotonic()
        time.sleep(0.005)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.monotonic() - begin, time.monotonic() - (first or begin)


def rows(store: Path) -> dict[str, list[str]]:
    """Every row of a store."""
    from framing.store.reader import open_store
    from framing.store.schema import TABLES

    opened = open_store(store)

    def each(name: str) -> Iterator[str]:
        for table in opened.batches(name):
            yield from map(repr, table.to_pylist())

    return {name: sorted(each(name)) for name in TABLES}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["make", "fill", "again", "ask", "kill"])
    parser.add_argument("given", nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model", default="full")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"], help="of fill")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    first, *rest = asked.given
    options = {"workers": asked.workers, "model": asked.model}
    if asked.what == "make":
        make(int(first), Path(rest[0]))
    elif asked.what == "fill":
        fill(Path(first), Path(rest[0]), **options, device=asked.device)
    elif asked.what == "again":
        again(Path(first), Path(rest[0]), **options)
    elif asked.what == "ask":
        ask(Path(first), rest)
    else:
        kill(Path(first), times=asked.times, seed=asked.seed, **options)


if __name__ == "__main__":
    main()

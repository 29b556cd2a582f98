"""Every reader of the program, called on any bytes: what it may do with them, and what it may not.

It may refuse them with an error of this program, or tell problems. It may not raise anything else, take more than two
seconds, say "this is a bug", or hand on what no file can hold.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import FramingError
from framing.gold import compare_files, read_gold
from framing.lexicon import read_lexicon
from framing.read import read
from framing.read.files import is_read
from framing.resolve import read_project
from framing.saving import load_statements
from framing.statements import read_statements
from framing.values import Article, Corpus

__all__ = ["MOST_SECONDS", "PIECES", "READERS", "FaultError", "run"]

MOST_SECONDS = 2.0
TEXT = "“We will pay,” Ann Kerr said. She said the road would open in May."
CORPUS = Corpus((Article("a", TEXT, "Kerr will pay"),))


class FaultError(AssertionError):
    """What a reader may not do."""


@dataclass(frozen=True)
class Reader:
    """A reader, the name of the file that it is given, and examples of what it reads."""

    name: str
    call: Callable[[Path], object]
    seeds: tuple[bytes, ...]


def _articles(path: Path) -> object:
    corpus = read(path if path.name != "metadata.csv" else path.parent)
    for article in corpus:
        values = (article.id, article.text, article.title or "", article.outlet or "", article.url or "")
        "".join((*values, *article.extra.keys(), *article.extra.values())).encode()
    if len({a.id for a in corpus}) < len(corpus):
        raise FaultError("two articles with one id")
    for problem in corpus.problems:
        if "this is a bug" in problem.reason or not problem.reason:
            raise FaultError(problem.reason)
    return corpus


def _lexicon(path: Path) -> object:
    lexicon = read_lexicon(path)
    if not len(lexicon):
        raise FaultError("a lexicon without entries")
    return lexicon


def _brat(path: Path) -> object:
    (path.parent / "a.txt").write_text(TEXT + "\r\nIt rained.", "utf-8", newline="")
    return read_gold(path.parent)


def _gold(path: Path) -> object:
    found = path.with_name("found.jsonl")
    found.write_bytes(STATEMENT)
    return compare_files(path, found)


def _scored(path: Path) -> object:
    gold = path.with_name("gold.jsonl")
    gold.write_bytes(GOLD)
    return compare_files(gold, path)


STATEMENT = (
    '{"article_id": "a", "statement_id": "a:1", "field": "text", "kind": "direct", "source": {"text": "Ann Kerr", '
    '"spans": [[15, 23]]}, "cue": {"text": "said", "spans": [[24, 28]]}, "content": {"text": "“We will pay,”", '
    '"spans": [[0, 14]]}, "speaker": {"id": "ann-kerr", "name": "Ann Kerr", "type": "person"}, "confidence": 0.9}\n'
).encode()
GOLD = (
    '{"id": "a", "text": "“We will pay,” Ann Kerr said. She said the road would open in May.", "attributions": '
    '[{"source": [[15, 23]], "cue": [[24, 28]], "content": [[0, 14]]}]}\n'
).encode()
_CSV = f'id,title,text,outlet,date\n1,Road,"{TEXT}",Post,2016-10-25\n2,,{TEXT},Post,25 Oct 2016\n'.encode()
_JSONL = (
    f'{{"id": 1, "text": "{TEXT}", "date": "2016-10-25", "n": [1, {{"a": null}}]}}\n{{"text": "It rained."}}\n'.encode()
)
_SEMICOLON = b"sep=;\r\n" + _CSV.replace(b",", b";")
_YML = "a:\n  b: [x, y*]\n  c: no\n", "name: n\nentries:\n  - {term: x, category: c}\n"
_LCD = '<dictionary><cnode name="c"><pnode name=" econom"/></cnode></dictionary>'
_TFF = "type=weaksubj len=1 word1=gain pos1=noun stemmed1=n priorpolarity=positive\n"
_TOML = '[[actor]]\nname = "Ann Kerr"\naliases = ["the mayor"]\nside = "Town"\n\n[sides]\nTown = ["Kerr"]\n'
_PAGE = (
    f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Road</title></head><body><article>'
    f"<h1>Road</h1><p>{TEXT}</p><p>The council met on Monday, and the <q>road</q> will open again, it said, by the "
    "end of May.</p></article></body></html>"
).encode()
_FRONT = f"---\ntitle: Road\ndate: 2016-10-25\ntags: [a, b]\n---\n{TEXT}\n".encode()
_DAMAGED = '<p>&ldquo;We will pay,&rdquo; said Ann\u00ad Kerr.</p>\\nâ€œNoâ€\x9d ""It must,"" caf\ufffd\n'.encode()


def _seeds_of(*texts: str | bytes) -> tuple[bytes, ...]:
    return tuple(t.encode() if isinstance(t, str) else t for t in texts)


def _binary(make: Callable[[Path], object], name: str) -> tuple[bytes, ...]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        make(path)
        return (path.read_bytes(),)


def _parquet(path: Path) -> None:
    import datetime as dt

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = {"id": [1, 2], "text": [TEXT, "It rained."], "date": [dt.datetime(2016, 10, 25), None], "x": [[1], None]}
    pq.write_table(pa.table(table), path, compression="none")


def _saved(path: Path) -> None:
    from framing.saving import save_statements
    from framing.statements import Statements

    save_statements(Statements((), CORPUS), path)


def _samples() -> tuple[Reader, ...]:
    """A reader for each sample in ``examples/formats``."""
    folder = Path(__file__).parents[2] / "examples" / "formats"
    files = sorted(p for p in folder.glob("*") if is_read(p)) if folder.is_dir() else []
    return tuple(Reader(p.name, _articles, (p.read_bytes(),)) for p in files)


READERS: Mapping[str, Reader] = {
    r.name: r
    for r in (
        *_samples(),
        Reader("a.txt", _articles, _seeds_of(TEXT, _FRONT, _DAMAGED, TEXT.encode("cp1252"), TEXT.encode("utf-16"))),
        Reader("a.md", _articles, _seeds_of(_FRONT, TEXT)),
        Reader("a.csv", _articles, _seeds_of(_CSV, _SEMICOLON, _CSV.decode().encode("cp1252"))),
        Reader("a.tsv", _articles, _seeds_of(_CSV.replace(b",", b"\t"))),
        Reader("a.jsonl", _articles, _seeds_of(_JSONL)),
        Reader("a.html", _articles, _seeds_of(_PAGE)),
        Reader("a.parquet", _articles, _binary(_parquet, "a.parquet")),
        Reader("metadata.csv", _articles, _seeds_of("file,outlet,date\nb.txt,Post,2016-10-25\nc.txt,X,\n")),
        Reader("a.dic", _lexicon, _seeds_of("%\n1\tdesire\n2\taffect\n%\nkind <of>2/1\n(i) like*\t1\nwell being\t2\n")),
        Reader("a.dicx", _lexicon, _seeds_of("DicTerm,joy,fear\nhope*,X,\nrage,,0.5\n")),
        Reader("a.yml", _lexicon, _seeds_of(*_YML)),
        Reader("a.lc3", _lexicon, _seeds_of("+NEG\nabandon*\na lie\n+POS\nable\n")),
        Reader("a.lcd", _lexicon, _seeds_of(_LCD)),
        Reader("a.cat", _lexicon, _seeds_of("NEG\n\tABANDON* (1)\n\tA_LIE (2)\n\t@R [x] (1)\nPOS\n\tABLE\n")),
        Reader("a.tff", _lexicon, _seeds_of(_TFF)),
        Reader("l.csv", _lexicon, _seeds_of('term,category,weight\n"C++",c,1\nf**k,c,\n', "good\t3\nbad\t-3\n")),
        Reader("l.txt", _lexicon, _seeds_of("terror*\nwar on terror\n", "Word\tjoy\tfear\nx\t1\t0\n")),
        Reader("l.json", _lexicon, _seeds_of('{"c": ["x", "y"], "d": {"e": ["z"]}}', '[{"term": "x", "weight": 2}]')),
        Reader("a.ann", _brat, _seeds_of(
            "T1\tContent 0 14\t“We will pay,”\nT2\tCue 24 28\tsaid\nT3\tSource 15 23\tAnn Kerr\n"
            "R1\tsrc Arg1:T2 Arg2:T3\t\nE1\tCue:T2 What:T1\nA1\tConf T2\n"
        )),
        Reader("g.jsonl", _gold, _seeds_of(GOLD)),
        Reader("f.jsonl", _scored, _seeds_of(STATEMENT)),
        Reader("s.jsonl", lambda p: read_statements(p, CORPUS), _seeds_of(STATEMENT)),
        Reader("framing.toml", read_project, _seeds_of(_TOML)),
        Reader("a.framing", load_statements, _binary(_saved, "a.framing")),
    )
}  # fmt: skip

_ZIPPED = {"a.txt", "a.csv", "a.jsonl", "a.html"}


def run(name: str, data: bytes, folder: Path) -> None:
    """Give ``data`` to the reader of files of that name.

    Raises :class:`FaultError` for what a reader may not do, with how to repeat it.
    """
    took = _timed(name, data, folder)
    if took > MOST_SECONDS:  # what is loaded when it is first needed, or a busy machine
        took = min(took, _timed(name, data, folder))
    if took > MOST_SECONDS:
        raise FaultError(f"{name}: {took:.1f} s for {len(data)} bytes: {data[:300]!r}")


def _timed(name: str, data: bytes, folder: Path) -> float:
    """Seconds that it took."""
    path = folder / name
    path.write_bytes(data)
    start = time.perf_counter()
    try:
        (READERS.get(name) or READERS[name.removesuffix(".gz")]).call(path)
    except FramingError as error:
        if not str(error):
            raise FaultError(f"{name}: an error that says nothing: {data[:200]!r}") from error
    except FaultError as error:
        raise FaultError(f"{name}: {error}: {data[:300]!r}") from error
    except Exception as error:
        raise FaultError(f"{name}: {type(error).__name__}: {error}: {data[:300]!r}") from error
    finally:
        path.unlink(missing_ok=True)
    return time.perf_counter() - start


_MARKS = (
    '"',
    '""',
    ",",
    ";",
    "\t",
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\ufeff",
    "\u00ad",
    "\u200b",
    "\ud800",
    "\\ud800",
    "%",
    "#",
)
_CODE = ("<p>", "</p>", "<q>", "<!--", "<script>", "&amp;", "&#0;", "&#55296;", "&quot;", "<", ">", "]", "}", "(", ")")
_SIGNS = (
    ":",
    "*",
    "?",
    "/",
    "\\",
    "\\n",
    "\\u0000",
    "$",
    "â€œ",
    "Ã©",
    "é",
    "’",
    "🌀",
    "e\u0301",
    "\u202e",
    "١",
    "２",
    "ﬁ",
    "İ",
)
_NAMES = ("NaN", "Infinity", "-1", "1e999", "null", "true", "[]", "{}", "text", "id", "date", "charset=hex", "Arg1:T1")
_MORE = ("T1\t", "R1\t", "E1\t", "sep=;\n", "---\n", "text: ", TEXT, "a b c d e f g ", "term,category\n", '"x",' * 50)
_REPEATED = [c * n for c, n in (("[", 40), ("{", 40), ("9", 400), ("x", 300), (" ", 200), ("\n", 100), (",", 300))]
_BYTES = (
    b"\xff",
    b"\x80",
    b"\xe2\x80",
    b"\x93",
    b"\x92",
    b"\x1f\x8b",
    b"PK\x03\x04",
    b"PAR1",
    b"\xff\xfe",
    b"\xfe\xff\0a",
)
PIECES = (
    *(p.encode("utf-8", "surrogatepass") for p in (*_MARKS, *_CODE, *_SIGNS, *_NAMES, *_MORE, *_REPEATED)),
    *_BYTES,
)
"""What faults have been made of."""


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with some pieces put in, taken out, doubled, moved or changed."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
        at = chance.randrange(len(out) + 1)
        size = chance.choice((1, 1, 2, 5, 20, 80))
        match chance.randrange(7):
            case 0 | 1 | 2:
                out[at:at] = chance.choice(PIECES)
            case 3:
                del out[at : at + size]
            case 4:
                out[at:at] = out[at : at + size] * chance.choice((1, 2, 30))
            case 5 if len(out) > at:
                out[at] = chance.randrange(256)
            case _:
                to = chance.randrange(len(out) + 1)
                out[to:to] = out[at : at + size]
    return bytes(out[:50_000])


def cases(seed: int, names: tuple[str, ...] = tuple(READERS)) -> Any:
    """Endless names and bytes for :func:`run`, the same for the same seed."""
    import gzip

    chance = random.Random(seed)
    while True:
        name = chance.choice(names)
        data = mutated(chance.choice(READERS[name].seeds), chance)
        if name in _ZIPPED and chance.random() < 0.05:
            data = gzip.compress(data, 1)
            yield f"{name}.gz", data if chance.random() < 0.5 else mutated(data, chance)
        else:
            yield name, data

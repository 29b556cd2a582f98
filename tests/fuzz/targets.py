"""What is called on any bytes in this process: everything of the program that takes a text apart, or what others wrote.

Each target may refuse what it is given with an error of this program, and nothing else; what it gives must hold what is
promised of it. :mod:`tests.fuzz.guided` looks for bytes that take new ways through the code; :mod:`tests.fuzz.readers`
does the same for whole files, without looking.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.brat import parsed, placed
from framing.corrections.annotated import Annotated, from_annotated
from framing.corrections.apply import apply_corrections
from framing.corrections.brat import INDEX, read_standoff
from framing.corrections.files import read_corrections, write_corrections
from framing.corrections.label_studio import read_tasks
from framing.corrections.record import Correction, Corrections, What
from framing.errors import FramingError, InputError
from framing.lexicon.entries import Draft, Lexicon
from framing.lexicon.formats.files import decode
from framing.lexicon.read import _READERS as LEXICONS
from framing.lexicon.trie import Trie, find
from framing.read.dates import day_order, parse_date
from framing.read.decode import decoded
from framing.read.documents import docx_text, rtf_text
from framing.read.exports import EXPORTS, many_in_one
from framing.read.files import Source
from framing.read.json_files import read_json
from framing.read.pages import read_page
from framing.read.repair import aligned, mend
from framing.read.tables import read_csv, read_jsonl
from framing.read.texts import NOTHING, front_matter
from framing.resolve import read_project
from framing.resolve.names import acronym_of, person_parts, same_person, strip_titles
from framing.statement_checks import checked, misfit
from framing.statement_json import from_json, to_json
from framing.statements import Statements, read_statements
from framing.store.journal import record_of
from framing.structure import find_quotations, mark_uses, parse
from framing.values import Article, Corpus, Problem
from framing.words import cut_globs, find_tokens, find_words, fold, glob_matcher
from tests.fuzz.readers import FaultError

__all__ = ["TARGETS", "Target", "call"]

TEXT = (
    "“We will pay,” Ann Kerr said. She said the road would “open in May”. The council’s Bo Lind (58) denied it.\n\n"
    "“It’s late,” he told the Post: 'A 12\" pipe,' he said, \"burst twice"
)
CORPUS = Corpus((Article("a", TEXT, "Kerr: ‘We’ll pay’"), Article("b", "It rained. Ann Kerr said “no”.", "Rain")))


def _row(number: int, article: str, source: str, cue: str, content: str, speaker: str) -> dict[str, Any]:
    text = CORPUS[article].text

    def passage(words: str) -> dict[str, Any]:
        at = text.index(words)
        return {"text": words, "spans": [[at, at + len(words)]]}

    return {
        "article_id": article, "statement_id": f"{article}:{number}", "field": "text", "kind": "direct",
        "source": passage(source), "cue": passage(cue), "content": passage(content), "confidence": 0.9,
        "speaker": {"id": speaker.lower().replace(" ", "-"), "name": speaker, "type": "person"},
    }  # fmt: skip


ROWS = (
    _row(1, "a", "Ann Kerr", "said", "“We will pay,”", "Ann Kerr"),
    _row(2, "a", "She", "said", "the road would “open in May”", "Ann Kerr"),
    _row(3, "a", "Bo Lind", "denied", "it", "Bo Lind"),
    _row(1, "b", "Ann Kerr", "said", "“no”", "Ann Kerr"),
)
STATEMENTS = Statements(tuple(map(from_json, ROWS)), CORPUS)


@dataclass(frozen=True)
class Target:
    """A target: what is called, what it begins from, the longest input, and its share of the executions."""

    name: str
    call: Callable[[bytes, Path], object]
    seeds: tuple[bytes, ...]
    longest: int = 200
    share: float = 1.0


def call(target: Target, data: bytes, folder: Path) -> None:
    """Call a target. Raises a :class:`FaultError` that says what it did and may not."""
    try:
        target.call(data, folder)
    except FramingError as error:
        if not str(error):
            raise FaultError(f"{target.name}: an error that says nothing") from error
    except FaultError as error:
        raise FaultError(f"{target.name}: {error}") from error
    except TimeoutError:
        raise
    except Exception as error:
        raise FaultError(f"{target.name}: {type(error).__name__}: {error}") from error


def _holds(claim: bool, what: str) -> None:
    if not claim:
        raise FaultError(what)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _file(name: str) -> Callable[[bytes, Path], Path]:
    def written(data: bytes, folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return written


def words(data: bytes, _: Path) -> None:
    """The tokeniser: words in order, apart, inside, and found again in themselves."""
    text = _text(data)
    spans = find_words(text).tolist()
    edges = [at for span in spans for at in span]
    _holds(edges == sorted(edges) and all(0 <= a < b <= len(text) for a, b in spans), "words out of order")
    for start, end in spans:
        folded = fold(text[start:end])
        _holds(fold(folded) == folded, f"folded twice is another word: {text[start:end]!r}")
    tokens = [(a, b) for a, b, _ in find_tokens(text)]
    _holds(set(map(tuple, spans)) <= set(tokens), "a word that is no token")


def quotations(data: bytes, _: Path) -> None:
    """Quotations in order, their pieces in order, words between marks."""
    text = _text(data)
    found = find_quotations(text)
    _holds([q.start for q in found] == sorted(q.start for q in found), "quotations out of order")
    for q in found:
        edges = [at for segment in q.segments for at in segment]
        _holds(edges == sorted(edges) and 0 <= edges[0] < edges[-1] <= len(text), "pieces out of order")
        for (a, b), (c, d) in zip(q.segments, q.inner, strict=True):
            _holds(a <= c <= d <= b, "words outside their marks")
    outer = [s for q in found if q.depth == 1 and q.double for s in q.segments]
    _holds(all(a[1] <= b[0] for a, b in itertools.pairwise(outer)), "two quotations in one place")


def structure(data: bytes, _: Path) -> None:
    """Blocks and sentences: in order, apart, every word of prose in one sentence."""
    title, text = bool(data[:1] == b"#"), _text(data)
    d = parse(text, title=title)
    _holds(len(d.flat) == len(text), "the flat text is of another length")
    for parts in (d.blocks, d.sentences):
        edges = [at for p in parts for at in (p.start, p.end)]
        _holds(edges == sorted(edges) and all(0 <= at <= len(text) for at in edges), "parts out of order")
    for s in d.sentences:
        b = d.blocks[s.block]
        _holds(b.start <= s.start < s.end <= b.end, "a sentence outside its block")
    _holds(len(mark_uses(text, d.quotations)) == len(d.quotations), "a quotation without a use")


def dates(data: bytes, _: Path) -> None:
    """Dates: read alike with blanks around them, and ISO dates as they are."""
    text = _text(data)
    day = parse_date(text)
    if day is not None:
        _holds(parse_date(day.isoformat()) == day, f"{day} is not read as itself")
    for first in (True, False):
        given = parse_date(text, day_first=first)
        _holds(day is None or given == day, "a date that can be read in one way only is read in another")
    day_order(text.split("\n"))


def mending(data: bytes, _: Path) -> None:
    """Mended texts: nothing to mend is left, and every character has its place."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = _text(data)
    once = mend(text)
    once.text.encode()
    _holds((once.fixes == ()) == (once.text == text), "mended without a note, or noted without mending")
    at = aligned(text, once.text)
    _holds(len(at) == len(text) + 1 and at[-1] == len(once.text), "the places are not those of the text")
    _holds(all(0 <= a <= b <= len(once.text) for a, b in itertools.pairwise(at)), "the places are out of order")


def _lexicon(ending: str) -> Callable[[bytes, Path], None]:
    def read(data: bytes, _: Path) -> None:
        draft = Draft(f"a{ending}")
        lexicon: Lexicon = LEXICONS[ending](decode(data, draft).replace("\r\n", "\n").replace("\r", "\n"), draft)
        _holds(len(lexicon) > 0, "a lexicon without entries")
        for entry in lexicon:
            _holds(bool(entry.term.strip()) and bool(entry.category.strip()), f"an empty entry: {entry!r}")
            _holds(entry.weight is None or abs(entry.weight) < float("inf"), f"a weight without bounds: {entry!r}")
            "".join((entry.term, entry.category, *entry.forms)).encode()

    return read


def globs(data: bytes, _: Path) -> None:
    """Entries with wildcards, and words that they may stand for; a trie of them, and a text."""
    pattern, word = _text(data).partition("\n")[::2]
    parts = [fold(pattern[a:b]) for a, b in cut_globs(pattern)]
    matchers = [glob_matcher(part) for part in parts]
    folded = fold(word)
    for part, matches in zip(parts, matchers, strict=True):
        matches(folded)
        _holds("*" in part or "?" in part or matches(part), f"{part!r} does not match itself")
    if parts:
        find(Trie.of([parts]), word)


def exports(data: bytes, _: Path) -> None:
    """Exports of press databases, told by their marks."""
    text = _text(data)
    many_in_one(text)
    for export in EXPORTS:
        if export.looks(text):
            for found in export.read(text).found:
                "".join((found.text, *found.given, *found.given.values(), *found.extra.values())).encode()


def encodings(data: bytes, _: Path) -> None:
    """Bytes of any encoding: text that a file can hold, and a note where it was guessed."""
    text, _encoding = decoded(data)
    text.encode()


def head(data: bytes, _: Path) -> None:
    """Front matter."""
    text = _text(data)
    values, start = front_matter(text)
    _holds(0 <= start <= len(text) and bool(values) == bool(start), "front matter without an end")
    _holds(all(isinstance(v, str) for v in values.values()), "a value that is no text")


def rtf(data: bytes, _: Path) -> None:
    """RTF documents."""
    rtf_text(data).encode()


def docx(data: bytes, _: Path) -> None:
    """The text of a Word document."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", data)
    docx_text(packed.getvalue()).encode()


def _source(path: Path, form: str) -> Source:
    return Source(path, path.parent, path.name, path.stem, form, gzipped=False)


def _records(name: str, form: str, read: Callable[[Source], Iterator[Any]]) -> Callable[[bytes, Path], None]:
    write = _file(name)

    def given(data: bytes, folder: Path) -> None:
        for item in read(_source(write(data, folder), form)):
            if isinstance(item, Problem):
                _holds(bool(item.reason) and "this is a bug" not in item.reason, item.reason)
            else:
                _holds(all(isinstance(v, str) for v in (*item.given.values(), *item.extra.values())), "no text")

    return given


def journal(data: bytes, _: Path) -> None:
    """Records of a store's journal."""
    try:
        record = record_of(data)
    except ValueError:
        return  # what `framing store check` tells of its file
    _holds(record.articles >= 0 and all(isinstance(n, str) for n in record.names), "a record of nothing")
    _holds(all(isinstance(i, str) for ids in record.supersedes.values() for i in ids), "an id that is no text")


def statement(data: bytes, _: Path) -> None:
    """A statement as JSON: refused, or read, written and read again."""
    try:
        s = checked(from_json(json.loads(data)))
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return  # what read_statements refuses by its line
    for joined in (False, True):
        again = from_json(json.loads(json.dumps(to_json(s, joined=joined))))
        _holds(again == s, f"read again it is another statement (joined={joined})")
    if s.article_id == "a":
        misfit(s, CORPUS["a"])


def corrections(data: bytes, folder: Path) -> None:
    """A file of corrections, applied: every correction counts or is refused, and what results stands in its text."""
    _applied(read_corrections(_file("c.jsonl")(data, folder)))


def _applied(given: Corrections) -> None:
    try:
        made = apply_corrections(STATEMENTS, given)
    except InputError as error:
        if "another corpus" in str(error):
            return
        raise
    for s in made:
        fault = misfit(s, CORPUS[s.article_id])
        _holds(fault is None, str(fault))
        _holds(from_json(json.loads(json.dumps(to_json(s)))) == s, "a statement that cannot be written")
    _holds(len({(s.article_id, s.id) for s in made}) == len(made), "two statements with one id")
    _holds(made.corrected is not None and bool(str(made.corrected)), "nothing is told")


def corrected(data: bytes, folder: Path) -> None:
    """Corrections made up from the bytes, near places that there are; written and read again."""
    steps = iter(data)

    def take(among: Any) -> Any:
        return among[next(steps, 0) % len(among)]

    rows = []
    for number in range(1 + take(range(5))):
        article = take("aab")
        text = CORPUS[article].text
        s = take([s for s in STATEMENTS if s.article_id == article])
        start = max(0, s.content.start + take((0, 0, 0, 1, -1, 5, -9)))
        end = min(len(text), max(start, s.content.end + take((0, 0, 0, 1, -1, 20, -3))))
        a, b = take(range(len(text))), take(range(len(text)))
        kind = take(list(What))
        row: dict[str, Any] = {
            "kind": str(kind), "article": article, "field": take(("text", "text", "text", "title")), "start": start,
            "end": end, "text": take((text[start:end], text[start:end], text[a:b], "no")), "by": take((None, "x", "y")),
            "before": take(("", text[:start], text[a:b])), "after": take(("", text[end:])),
        }  # fmt: skip
        extra: Mapping[str, Mapping[str, Any]] = {
            "statement": {"verdict": take(("right", "wrong"))},
            "speaker": {"speaker": take(("Bo Lind", "ann-kerr", "", "The Post", "‘", text[a:b]))},
            "span": {"new_start": a, "new_end": b, "new_text": take((text[a:b], text[a:b], "x"))},
            "missing": {"speaker": take((None, "", "Bo Lind"))},
            "merge": {"actors": [take(("Ann Kerr", "ann-kerr", "Bo Lind", "")), take(("bo-lind", "Bo Lind", "Zed"))]},
        }
        row |= extra[str(kind)]
        try:
            rows.append(Correction.of({k: v for k, v in row.items() if v is not None}, number + 2))
        except InputError:
            continue
    given = Corrections(tuple(rows), name="made up")
    _applied(given)
    path = folder / "w.jsonl"
    write_corrections(given, path)
    again = read_corrections(path)
    _holds([c.values() for c in again] == [c.values() for c in given], "written and read again they are others")


def _exchanged(documents: list[Annotated]) -> None:
    for reviewed in (False, True):
        _applied(from_annotated(documents, STATEMENTS, by="x", reviewed=reviewed))


def label_studio(data: bytes, folder: Path) -> None:
    """An export of Label Studio, as corrections."""
    _exchanged(read_tasks(_file("l.json")(data, folder)))


def brat(data: bytes, folder: Path) -> None:
    """A document of brat, as corrections."""
    (folder / "d.txt").write_bytes(TEXT.encode())
    (folder / INDEX).write_text('{"document": "d", "article": "a", "field": "text"}\n')
    _file("d.ann")(data, folder)
    _exchanged(read_standoff(folder))


def brat_index(data: bytes, folder: Path) -> None:
    """The index of a folder of brat."""
    (folder / "d.txt").write_bytes(TEXT.encode())
    (folder / "d.ann").write_bytes(b"T1\tContent 0 14\t\xe2\x80\x9cWe will pay,\xe2\x80\x9d\n")
    _file(INDEX)(data, folder)
    _exchanged(read_standoff(folder))


def brat_gold(data: bytes, _: Path) -> None:
    """Standoff of any project of brat."""
    path = Path("d.ann")
    placed(parsed(_text(data), path).marks, TEXT, path, path.with_suffix(".txt"))


def statements_file(data: bytes, folder: Path) -> None:
    """A file of statements."""
    read_statements(_file("s.jsonl")(data, folder), CORPUS)


def project(data: bytes, folder: Path) -> None:
    """A project file."""
    made = read_project(_file("framing.toml")(data, folder))
    for s in STATEMENTS:
        if s.speaker:
            made.apply(s.speaker)


def names(data: bytes, _: Path) -> None:
    """Names of people and bodies."""
    first, second = _text(data).partition("\n")[::2]
    for name in (first, second):
        strip_titles(name)
        person_parts(name)
    _holds(same_person(first, second) == same_person(second, first), "one person only one way round")
    acronym_of(first, second)


def _joined(*rows: object) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def _tasks() -> bytes:
    from framing.corrections.annotated import annotated
    from framing.corrections.label_studio import _task

    return json.dumps([_task(n, d) for n, d in enumerate(annotated(STATEMENTS)[:1], 1)], ensure_ascii=False).encode()


def _standoff() -> bytes:
    from framing.corrections.annotated import annotated
    from framing.corrections.brat import standoff

    return standoff(annotated(STATEMENTS)[0]).encode()


_CORRECTIONS = (
    {"framing-corrections": 1, "corpus": "x", "model": "y"},
    {"kind": "statement", "article": "a", "field": "text", "start": 0, "end": 14, "text": "“We will pay,”",
     "verdict": "wrong"},
    {"kind": "speaker", "article": "a", "start": 30, "end": 50, "text": "said the road", "speaker": "Bo Lind"},
    {"kind": "merge", "actors": ["Ann Kerr", "Bo Lind"]},
)  # fmt: skip
_RECORD = {
    "format": 1, "part": "00000001-aa", "settings": "s", "number": 1, "supersedes": {"00000000-bb": ["a1"]},
    "replaces": ["00000000-cc"], "files": {"articles": {"rows": 2, "bytes": 9, "sha256": "ab"}},
}  # fmt: skip
_PROJECT = '[[actor]]\nname = "Ann Kerr"\naliases = ["the mayor"]\nrole = [{side = "Town", from = 2016-01-01}]\n[sides]\nTown = ["Bo"]\n'
_DATES = (
    "2016-10-25T10:00:00Z", "March 5, 2010 Friday", "Wed 24 Jul 2019 10.15 BST", "02/03/2016\n25/03/2016", "20180717T000700Z",
    "le 3 octobre 2016", "3 de mayo de 2011", "2010 March 6", "March 6, 2010 Saturday, Late Edition - Final",
)  # fmt: skip
_TEXTS = (
    TEXT, "LONDON (Reuters) — The 12\" gun, he said. ``No,'' it’s\n\nBy Jo Hale\n• 'A', \"b.\nc.\"\n", "«A „b“ » ‘c’ 'd''s",
    "U.S.-led AT&T www.a.org/b?c=1 a.b@c.org C++ 50%-owned €3.5bn ter\u00adror 安全。 O’Neill's",
)  # fmt: skip
_DOCX = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Ann</w:t>'
    "<w:br/><w:tab/></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p></w:body></w:document>"
)
_RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard Ann \'93no\'94\uc1\u8220?.\par{\*\x y}\tab It\~rained.}"


def _samples(*names: str, size: int = 700) -> tuple[bytes, ...]:
    folder = Path(__file__).parents[2] / "examples" / "formats"
    return tuple((folder / name).read_bytes()[:size] for name in names if (folder / name).is_file())


def _lexicon_seeds() -> dict[str, tuple[bytes, ...]]:
    from tests.fuzz.readers import READERS

    seeds = {f".{name.partition('.')[2]}": r.seeds for name, r in READERS.items() if name[:2] in ("a.", "l.")}
    kept = {ending: seeds[ending] for ending in LEXICONS if ending in seeds}
    return kept | {".csv": READERS["l.csv"].seeds, ".txt": READERS["l.txt"].seeds, ".json": READERS["l.json"].seeds}


_mapping: dict[str, str] = {}
_table = functools.partial(read_csv, mapping=_mapping)
_CSV = (
    b'id,title,text,outlet,date\n1,Road,"She said ""no"", and left.",Post,2016-10-25\n2,,It rained,Post,25 Oct 2016\n'
)
_PAGE = (
    "<html><head><meta charset=utf-8><title>Road</title></head><body><article><h1>Road</h1><p>“No,” she said.</p>"
    "<p>It <q>rained</q> on <b>Monday</b>, and the road was closed until May.</p></article></body></html>"
)


@functools.cache
def _all() -> dict[str, Target]:
    texts = tuple(t.encode() for t in _TEXTS)
    made = [
        Target("words", words, texts, 120, 3),
        Target("quotations", quotations, texts, 160, 3),
        Target("structure", structure, texts, 200, 2),
        Target("names", names, (b"Gen. Ann B. Kerr\nKerr", b"United Nations\nUN", b"al-Ja'afari\nDr Ja\xe2\x80\x99afari"), 60),
        Target("dates", dates, tuple(d.encode() for d in _DATES), 60, 3),
        Target("mending", mending, (*texts, '<p>&ldquo;No&rdquo;</p>\\nâ€œNoâ€\x9d ""It"" caf\ufffd'.encode()), 120, 0.7),
        Target("globs", globs, (b"war on *terror?\nwar on terror", b"y*y*y\nyyyyyy"), 60),
        *(
            Target(f"lexicon {ending}", _lexicon(ending), seeds, 160)
            for ending, seeds in _lexicon_seeds().items()
            if ending != ".yaml"
        ),
        Target("corrections", corrections, (_joined(*_CORRECTIONS),), 500, 2),
        Target("corrections made up", corrected, (bytes(range(60)), bytes(60), b"\x04" * 40), 100, 0.4),
        Target("label studio", label_studio, (_tasks(),), 3_500, 0.7),
        Target("brat", brat, (_standoff(),), 900),
        Target("brat index", brat_index, (b'{"document": "d", "article": "a", "field": "text"}\n',), 120, 0.5),
        Target("brat gold", brat_gold, (_standoff(), b"T1\tContent 0 4;6 9\tx\nR1\tsrc Arg1:T1 Arg2:T1\nE1\tCue:T1 What:T1\n"), 400),
        Target("statement", statement, (_joined(ROWS[0]), _joined(to_json(STATEMENTS[1], joined=True))), 900),
        Target("statements", statements_file, (_joined(*ROWS[:2]),), 900, 0.7),
        Target("journal", journal, (_joined(_RECORD),), 300),
        Target("project", project, (_PROJECT.encode(),), 200),
        Target("exports", exports, _samples("factiva.txt", "lexisnexis.txt", "nexis_uni.txt", "proquest.txt", "ebsco.txt", "ebsco.ris", "newsbank.txt", "factiva_codes.txt"), 700),
        Target("encodings", encodings, (TEXT.encode("cp1252", "replace"), TEXT.encode("utf-16"), TEXT.encode()), 120),
        Target("front matter", head, (b"---\ntitle: Road\ntags: [a, b]\n---\nIt rained.\n", b"---\nt: a: b\n...\nx"), 100),
        Target("rtf", rtf, (_RTF,), 200),
        Target("docx", docx, (_DOCX.encode(),), 400, 0.7),
        Target("csv", _records("a.csv", "csv", _table), (_CSV, b"sep=;\r\n" + _CSV.replace(b",", b";")), 250, 0.7),
        Target("jsonl", _records("a.jsonl", "jsonl", lambda s: read_jsonl(s, {})), (b'{"id": 1, "text": "It", "n": [1, {"a": null}]}\n{"text": "x"}\n',), 200, 0.7),
        Target("json", _records("a.json", "json", lambda s: read_json(s, {})), (*_samples("array.json", "by_id.json", "gdelt.json", size=400), b'[{"text": "It rained."}]', b'{"articles": [{"text": "x"}]}'), 400, 0.7),
        Target("page", _records("a.html", "page", lambda s: read_page(s, NOTHING)), (_PAGE.encode(),), 500, 0.05),
    ]  # fmt: skip
    return {t.name: t for t in made}


TARGETS: Mapping[str, Target] = _all()

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import LexiconError
from framing.lexicon import Case, Entry, Lexicon, Match, read_lexicon, write_lexicon
from framing.lexicon.entries import Draft
from framing.lexicon.formats.files import MOST_BYTES, parse_yaml
from framing.lexicon.formats.project import read_project, write_yaml
from framing.lexicon.formats.tables import read_table, write_csv

Wanted = list[tuple[str, str] | tuple[str, str, float]]

DIC = "%\n1\tposemo\n2\tnegemo\n%\ngood\t1\nbad*\t2\n"
YOSHIKODER = """<?xml version="1.0" encoding="UTF-8"?><dictionary style="x">
<cnode name="law" desc="Law"><pnode name="legal"/><cnode name="wrong"><pnode name="illegal*"/></cnode></cnode>
</dictionary>"""
MPQA = """type=weaksubj len=1 word1=abandoned pos1=adj stemmed1=n priorpolarity=negative
type=strongsubj len=1 word1=gain m pos1=anypos stemmed1=y priorpolarity=positive
type=weaksubj len=1
"""
HAZARDS: list[tuple[str, str, bytes | str, Wanted, list[str]]] = [
    ("LIWC", "a.dic", DIC, [("good", "posemo"), ("bad*", "negemo")], []),
    ("CR-only line ends", "a.dic", DIC.replace("\n", "\r"), [("good", "posemo"), ("bad*", "negemo")], []),
    ("CRLF", "a.dic", DIC.replace("\n", "\r\n"), [("good", "posemo"), ("bad*", "negemo")], []),
    (
        "spaces for tabs",
        "a.dic",
        "%\n1 posemo\n2   negemo\n%\ngood  1\nso good 1 2\n",
        [("good", "posemo"), ("so good", "posemo"), ("so good", "negemo")],
        [],
    ),
    (
        "double tabs",
        "a.dic",
        "%\n1\t\tposemo\n2\tnegemo\n%\ngood\t\t1\t\t2\n",
        [("good", "posemo"), ("good", "negemo")],
        [],
    ),
    (
        "a term that ends with a number",
        "a.dic",
        "%\n1\tx\n%\nflight 93\t1\n9/11\t1\n",
        [("flight 93", "x"), ("9/11", "x")],
        [],
    ),
    (
        "conditional on the next word",
        "a.dic",
        "%\n131\ttentat\n125\tpast\n%\nkind\t<of>131/125\n",
        [("kind of", "tentat"), ("kind", "past")],
        ["depends on the next word"],
    ),
    (
        "conditional on the word before",
        "a.dic",
        "%\n2\tpron\n125\taffect\n464\tfiller\n%\nlike\t(02 134)125/464\n",
        [("like", "filler")],
        ["depends on the word before"],
    ),
    (
        "tab-nested categories",
        "a.dic",
        "%\n1\tfunction\t(Function words)\n\t2\tpronoun\n\t\t3\tppron\n4\taffect\n%\nwe\t1\t2\t3\ngood\t4\n",
        [("we", "function"), ("we", "function/pronoun"), ("we", "function/pronoun/ppron"), ("good", "affect")],
        [],
    ),
    ("windows-1252", "a.dic", "%\n1\tx\n%\ncaf\xe9\t1\n".encode("cp1252"), [("café", "x")], ["windows-1252"]),
    ("byte order mark", "a.dic", "\ufeff%\n1\tx\n%\na\t1\n", [("a", "x")], []),
    ("UTF-16", "a.dic", "%\n1\tx\n%\ncafé\t1\n".encode("utf-16"), [("café", "x")], []),
    ("undefined category ids", "a.dic", "%\n1\tx\n%\na\t1\t9\n", [("a", "x")], ["category 9 is not defined"]),
    ("no ids at all", "a.dic", "%\n1\tx\n%\na\t1\nb\n", [("a", "x")], ["no category number"]),
    ("categories defined twice", "a.dic", "%\n1\tx\n1\ty\n%\na\t1\n", [("a", "x")], ["defined twice"]),
    ("one word on several rows", "a.dic", "%\n1\tx\n2\ty\n%\na\t1\na\t1\t2\n", [("a", "x"), ("a", "y")], ["merged"]),
    (
        "entries of nothing",
        "a.dic",
        "%\n1\tx\n%\n:)\t1\n--\t1\nok\t1\n",
        [("ok", "x")],
        ["nothing is left", "nothing is left"],
    ),
    ("multi-word entries", "a.dic", "%\n1\tx\n%\nup to date\t1\n", [("up to date", "x")], []),
    (
        "LIWC-22",
        "a.dicx",
        "DicTerm,pos,neg\ngood,X,\nbad*,,X\nmixed,x,0.5\n",
        [("good", "pos"), ("bad*", "neg"), ("mixed", "pos"), ("mixed", "neg", 0.5)],
        [],
    ),
    ("LIWC-22 with a stray mark", "a.dicx", "DicTerm,pos\ngood,X\nbad,?\n", [("good", "pos")], ["neither X nor"]),
    (
        "quanteda",
        "a.yml",
        "terror:\n  - terror*\n  - war on terror\nlaw:\n  right: [legal, lawful]\n  wrong: illegal\n",
        [
            ("terror*", "terror"),
            ("war on terror", "terror"),
            ("legal", "law/right"),
            ("lawful", "law/right"),
            ("illegal", "law/wrong"),
        ],
        [],
    ),
    (
        "YAML's own words",
        "a.yml",
        "c:\n  - no\n  - on\n  - 1984\n  - null\n",
        [("no", "c"), ("on", "c"), ("1984", "c"), ("null", "c")],
        [],
    ),
    ("quanteda, a key twice", "a.yml", "c: [a]\nc: [b]\n", [("a", "c"), ("b", "c")], ["twice"]),
    (
        "Lexicoder",
        "a.lc3",
        "+NEGATIVE\nabandon*\na lie\n+POSITIVE\nable\n",
        [("abandon*", "NEGATIVE"), ("a lie", "NEGATIVE"), ("able", "POSITIVE")],
        [],
    ),
    ("Lexicoder, a term before its category", "a.lc3", "lost\n+C\nfound\n", [("found", "C")], ["before the first"]),
    (
        "Yoshikoder",
        "a.ykd",
        YOSHIKODER,
        [("legal", "law"), ("illegal*", "law/wrong")],
        [],
    ),
    (
        "lcd",
        "a.lcd",
        '<dictionary><cnode name="c"><pnode name="a &amp; b"/></cnode></dictionary>',
        [("a & b", "c")],
        [],
    ),
    (
        "WordStat",
        "a.cat",
        "NEGATIVE\n\tABANDON* (1)\n\tA_LIE (1)\n\tANGER\n\t\tRAGE (2)\nPOSITIVE\n\t@RULE [a] (1)\n\tABLE (1)\n",
        [("ABANDON*", "NEGATIVE"), ("A LIE", "NEGATIVE"), ("RAGE", "NEGATIVE/ANGER", 2.0), ("ABLE", "POSITIVE")],
        ["rules are not read"],
    ),
    (
        "NRC long",
        "a.tsv",
        "abandon\tfear\t1\nabandon\tjoy\t0\nhappy\tjoy\t1\n",
        [("abandon", "fear"), ("happy", "joy")],
        [],
    ),
    ("NRC long, weighted", "a.tsv", "term\tscore\tAffectDimension\nrage\t0.9\tanger\n", [("rage", "anger", 0.9)], []),
    ("NRC wide", "a.tsv", "English Word\tanger\tjoy\nrage\t1\t0\nfun\t0\t1\n", [("rage", "anger"), ("fun", "joy")], []),
    (
        "NRC wide, weighted",
        "a.txt",
        "Word\tValence\tArousal\nrage\t0.1\t0.9\n",
        [("rage", "Valence", 0.1), ("rage", "Arousal", 0.9)],
        [],
    ),
    (
        "AFINN",
        "a.txt",
        "good\t3\nbad\t-3\ncan't stand\t-3\n",
        [("good", "a", 3.0), ("bad", "a", -3.0), ("can't stand", "a", -3.0)],
        [],
    ),
    (
        "VADER",
        "a.txt",
        "good\t1.9\t0.9\t[2, 1]\nbad\t-2.5\t0.6\t[-2, -3]\n",
        [("good", "a", 1.9), ("bad", "a", -2.5)],
        ["columns that are not read: 3, 4"],
    ),
    ("a list", "a.txt", "terror*\nwar on terror\n", [("terror*", "a"), ("war on terror", "a")], []),
    (
        "CSV",
        "a.csv",
        'term,category,weight\n"to be, or not",c,1.5\nx,d,\n',
        [("to be, or not", "c", 1.5), ("x", "d")],
        [],
    ),
    ("CSV, unweighted", "a.csv", "word,label\nx,c\n", [("x", "c")], []),
    ("CSV without a heading", "a.csv", "x,c\ny,d\n", [("x", "c"), ("y", "d")], []),
    ("CSV, other columns", "a.csv", "word,category,author\nx,c,me\n", [("x", "c")], ["not read: author"]),
    (
        "CSV, a weight that is none",
        "a.csv",
        "word,weight\nx,1\ny,much\n",
        [("x", "a", 1.0)],
        ["'much' is not a number"],
    ),
    (
        "weights that differ",
        "a.csv",
        "word,weight\nx,1\nX,2\n",
        [("x", "a", 1.5)],
        ["weights 1, 2; merged, with their mean 1.5"],
    ),
    ("JSON, categories", "a.json", '{"c": ["x", "y"], "d": {"e": ["z"]}}', [("x", "c"), ("y", "c"), ("z", "d/e")], []),
    ("JSON, weights", "a.json", '{"x": 1, "y": -2.5}', [("x", "a", 1.0), ("y", "a", -2.5)], []),
    (
        "JSON, rows",
        "a.json",
        '[{"term": "x", "category": "c", "weight": 2}, {"word": "y"}, "z"]',
        [("x", "c", 2.0), ("y", "a"), ("z", "a")],
        [],
    ),
    ("JSON, not a term", "a.json", '{"c": ["x", null]}', [("x", "c")], ["null is not a term"]),
    (
        "MPQA",
        "a.tff",
        MPQA,
        [("abandoned", "negative/weaksubj"), ("gain", "positive/strongsubj")],
        ["'m' is not 'key=value'", "needs 'word1='"],
    ),
    (
        "only *",
        "a.csv",
        "term,category\n*,c\n* **,c\nx,c\n",
        [("x", "c")],
        ["matches every word", "matches every word"],
    ),
    ("only * and ?", "a.csv", "term,category\n*?,c\n??,c\n", [("??", "c")], ["matches every word"]),
    ("as long as may be", "a.csv", f"term,category\n{'very ' * 49}long,c\n", [("very " * 49 + "long", "c")], []),
    ("too long", "a.csv", f"term,category\n{'very ' * 51}long,c\nx,c\n", [("x", "c")], ["has 52 words"]),
    (
        "categories that differ in case",
        "a.csv",
        "term,category\nx,Joy\ny,joy\n",
        [("x", "Joy"), ("y", "Joy")],
        ["differs from 'Joy' only in case"],
    ),
    ("no category", "a.csv", "term,category\nx,\ny,c\n", [("y", "c")], ["has no category"]),
]


@pytest.mark.parametrize(
    ("name", "content", "wanted", "problems"), [h[1:] for h in HAZARDS], ids=[h[0] for h in HAZARDS]
)
def test_formats_and_their_hazards(
    tmp_path: Path, name: str, content: bytes | str, wanted: Wanted, problems: list[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    lexicon = read_lexicon(path)
    found = [(e.term, e.category) if e.weight is None else (e.term, e.category, e.weight) for e in lexicon]
    assert found == wanted
    assert len(lexicon.problems) == len(problems)
    for problem, words in zip(lexicon.problems, problems, strict=True):
        assert words in problem.reason
        assert problem.item.startswith(str(path))
    assert {e.category for e in lexicon} <= set(lexicon.category_names)
    assert lexicon.name == "a"


BAD: list[tuple[str, str, bytes | str, str]] = [
    ("empty YAML", "a.yml", "", "the file is empty"),
    ("no entries", "a.yml", "c: []\n", "no entries; write at least one term"),
    ("all refused", "a.csv", "term,category\n*,c\n", "no entries. All 1 rows were refused: matches every word"),
    ("unknown ending", "a.docx", "x", "unknown ending '.docx'; lexicons end in"),
    ("binary", "a.dic", b"\x00\x01%", "binary"),
    (
        "no such encoding",
        "a.dic",
        b"%\n1\tx\n%\n\x81\t1\n",
        ":4: neither UTF-8 nor windows-1252; save the file as UTF-8",
    ),
    ("no categories", "a.dic", "good\t1\n", "between two lines '%'"),
    ("YAML bomb", "a.yml", "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ":2: YAML aliases"),
    ("a star that is not quoted", "a.yml", "c:\n  - *ism\n", "YAML"),
    ("deep YAML", "a.yml", "[" * 2000, "nested more than 32 levels deep"),
    ("broken YAML", "a.yml", "c: [a\nd: b\n", "a.yml:2: not readable as YAML"),
    ("YAML of something else", "a.yml", "- a\n- b\n", "expected 'category: [terms]'"),
    (
        "misspelt key",
        "a.yml",
        "name: x\nentries:\n  - {term: a, categry: c}\n",
        ":3: unknown key 'categry'. Did you mean 'category'",
    ),
    (
        "misspelt value",
        "a.yml",
        "match: lema\nentries:\n  - {term: a, category: c}\n",
        ":1: 'match': 'lema' is no kind of match. Did you mean 'lemma'?",
    ),
    ("DTD", "a.ykd", '<!DOCTYPE x [<!ENTITY a "b">]><dictionary/>', "DTD"),
    ("broken XML", "a.ykd", "<dictionary>\n<cnode></dictionary>", "a.ykd:2: not readable as XML"),
    ("other XML", "a.ykd", "<html/>", "expected <dictionary>"),
    ("broken JSON", "a.json", '{"a":\n', "not readable as JSON"),
    ("JSON key twice", "a.json", '{"a": ["x"], "a": ["y"]}', "the key 'a' stands in one object twice"),
    ("empty CSV", "a.csv", "\n\n", "no entries"),
    ("LIWC-22 without categories", "a.dicx", "DicTerm\nx\n", "DicTerm,category"),
]


@pytest.mark.parametrize(("name", "content", "message"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_bad_files_say_what_is_wrong(tmp_path: Path, name: str, content: bytes | str, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    with pytest.raises(LexiconError) as caught:
        read_lexicon(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_names_that_do_not_exist(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="Did you mean 'hedges'"):
        read_lexicon("hedge")
    with pytest.raises(LexiconError, match="is a folder"):
        read_lexicon(tmp_path)
    with pytest.raises(LexiconError, match="no lexicon of the package and no file"):
        read_lexicon(tmp_path / "gone.csv")


def test_files_without_end_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.yml").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(LexiconError, match=r"bytes; lexicons of up to 268,435,456 are read\. Split it"):
        read_lexicon(tmp_path / "a.yml")


def test_lines_without_end_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.dic").write_text("%\n1\tx\n%\n" + "1 " * 50_000 + "y\na\t1\n")
    lexicon = read_lexicon(tmp_path / "a.dic")
    assert [e.term for e in lexicon] == ["a"]
    assert "100,001 characters" in lexicon.problems[0].reason


def test_writing(tmp_path: Path) -> None:
    lexicon = read_lexicon("hedges")
    write_lexicon(lexicon, tmp_path / "hedges.yml")
    assert read_lexicon(tmp_path / "hedges.yml") == lexicon
    write_lexicon(lexicon, tmp_path / "hedges.csv")
    assert read_lexicon(tmp_path / "hedges.csv").entries == lexicon.entries
    with pytest.raises(LexiconError, match="written as"):
        write_lexicon(lexicon, tmp_path / "hedges.dic")
    with pytest.raises(LexiconError, match="cannot be written"):
        write_lexicon(lexicon, tmp_path / "gone" / "hedges.yml")


def test_categories_are_chosen_by_name() -> None:
    text = "a:\n  b: [x, y]\n  c: [x]\nd: [z]\n"
    draft = Draft("made.yml")
    from framing.lexicon.formats.dictionaries import read_quanteda

    lexicon = read_quanteda(parse_yaml(text, draft), draft)
    assert [e.term for e in lexicon.only(["a/b"])] == ["x", "y"]
    with pytest.raises(LexiconError, match="Did you mean 'a/b'"):
        lexicon.only(["a/bb"])


WORDS = st.text(alphabet="abcé*?' -:#\"|,\n\t", min_size=1, max_size=12)
ENTRIES = st.builds(
    Entry,
    term=WORDS,
    category=st.sampled_from(["one", "two/three"]),
    weight=st.none() | st.floats(-10, 10, allow_nan=False).map(lambda x: x + 0.0),
    pos=st.none() | st.sampled_from(["noun", "verb"]),
    forms=st.lists(st.sampled_from(["x y", "no", "é"]), max_size=2, unique=True).map(tuple),
    match=st.sampled_from(Match),
    case=st.sampled_from(Case),
    source=st.sampled_from(["", "project", "A: 1998"]),
    note=st.sampled_from(["", "- a, b", "é #1"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=6))
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    draft = Draft("made.yml")
    for entry in entries:
        draft.add(entry)
    try:
        lexicon = draft.build(Lexicon("made", (), (), description="x: y"))
    except LexiconError:
        return
    again = Draft("made.yml")
    assert read_project(parse_yaml(write_yaml(lexicon), again), again) == lexicon
    assert not any(p.skipped for p in again.problems)
    table = Draft("made.csv")
    unweighted = replace(lexicon, entries=tuple(replace(e, weight=None) for e in lexicon.entries))
    assert read_table(write_csv(lexicon), table, delimiter=",").entries == lexicon.entries
    assert read_table(write_csv(unweighted), Draft("x"), delimiter=",").entries == unweighted.entries

"""What programs and people write into lexicons that is not what it seems: read as meant, or told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.errors import LexiconError
from framing.lexicon import read_lexicon
from framing.lexicon.doubtful import doubt
from framing.lexicon.entries import Lexicon
from framing.lexicon.hits import compile_lexicons
from framing.lexicon.trie import find
from tests.read.samples import ENGLISH

LIWC = "%\n1\tdesire\n2\taffect\n3\tcause\n%\n"


@pytest.mark.parametrize(
    ("row", "terms", "told"),
    [
        ("kind <of>3/2", {"kind of": "cause", "kind": "affect"}, "depends on the next word"),
        ("like  \t 1 \t2", {"like": "affect"}, ""),
        ("(i) like*\t1", {"i like*": "desire"}, "'i like*' is the entry"),
        ("(we all) hope\t1", {"we all hope": "desire"}, "has to stand before it"),
        ("(desire) hope\t2", {}, "depends on a word of desire before it"),
        ("(1 2) hope\t2", {}, "depends on a word of 1 2 before it"),
        ("(Affect) hope\t2", {}, "depends on a word of Affect before it"),
        ("like\t(02 134)1/2", {"like": "affect"}, "depends on the word before"),
        ("like\t1\t1", {"like": "desire"}, "merged"),
        (":)\t2", {}, "nothing is left of it but punctuation"),
        ("9/11\t3", {"9/11": "cause"}, ""),
        ("well being\t\t2\t", {"well being": "affect"}, ""),
        ("hope\t9", {}, "category 9 is not defined"),
        ("hope", {}, "no category number"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_liwc(tmp_path: Path, row: str, terms: dict[str, str], told: str, ends: str) -> None:
    (tmp_path / "a.dic").write_bytes(b"\xef\xbb\xbf" + f"{LIWC}{row}\nend\t3\n".replace("\n", ends).encode())
    lexicon = read_lexicon(tmp_path / "a.dic")
    assert {e.term: e.category for e in lexicon if e.term != "end"} == terms
    assert told in " ".join(p.reason for p in lexicon.problems)
    assert bool(told) == bool(lexicon.problems)


def matches(lexicon: Lexicon, text: str) -> list[str]:
    compiled = compile_lexicons([lexicon])
    found = find(compiled.trie, text)
    return [text[found.words[a, 0] : found.words[b, 1]] for a, b in zip(found.first, found.last, strict=True)]


@pytest.mark.parametrize(
    ("patterns", "hit"),
    [
        ([" econom", " aggregate demand "], ["economy", "Economic", "aggregate demand", "Economists"]),
        (["nomy "], ["economy"]),
        (["conom"], ["economy", "Economic", "Economists"]),
        ([" economy "], ["economy"]),
        ([" gre", "own "], ["grew", "grown"]),
        ([" econom*"], ["economy", "Economic", "Economists"]),
        ([" U.S. "], ["U.S."]),
    ],
)
@pytest.mark.parametrize("ending", [".lcd", ".ykd"])
def test_blanks_of_lexicoder_are_the_edges_of_words(
    tmp_path: Path, patterns: list[str], hit: list[str], ending: str
) -> None:
    inside = "".join(f'<pnode name="{p}"/>' for p in patterns)
    text = f'<?xml version="1.0"?><dictionary style="Lexicoder"><cnode name="macro">{inside}</cnode></dictionary>'
    (tmp_path / f"a{ending}").write_text(text)
    lexicon = read_lexicon(tmp_path / f"a{ending}")
    found = matches(
        lexicon, "The economy grew. Economic growth, aggregate demand in the U.S. had grown. Economists met."
    )
    assert sorted(found) == sorted(hit)
    opened = any(not (p.startswith(" ") and p.endswith(" ")) for p in patterns)
    assert opened == any("as in Lexicoder" in p.reason for p in lexicon.problems)


def test_yoshikoder_has_no_such_blanks(tmp_path: Path) -> None:
    (tmp_path / "a.ykd").write_text(
        '<dictionary style="050805"><cnode name="c"><pnode name="fire"/><pnode name="war*" score="x"/></cnode>'
        "</dictionary>"
    )
    lexicon = read_lexicon(tmp_path / "a.ykd")
    assert [e.term for e in lexicon] == ["fire", "war*"]
    assert [p.reason for p in lexicon.problems] == ["its score 'x' is not a number; read without"]


@pytest.mark.parametrize(
    ("content", "terms", "told"),
    [
        ("NEG\n\tABANDON* (1)\n\tA_LIE (1)\n", ["NEG:ABANDON*", "NEG:A LIE"], ""),
        ("NEG\n\tABANDON*\n\tA_LIE\n", ["NEG:ABANDON*", "NEG:A LIE"], "read as a term"),
        ("NEG\n    ABANDON* (1)\n    ANGER\n        RAGE (1)\n", ["NEG:ABANDON*", "NEG/ANGER:RAGE"], ""),
        ("NEG\n\tRAGE (0,5)\n", ["NEG:RAGE"], ""),
        ("NEG\n\tRAGE (1)\nPOS\n", ["NEG:RAGE"], "a category without terms"),
        ("NEG\n\t@R [A NEAR B /S3] (1)\n\tRAGE (1)\n", ["NEG:RAGE"], "rules are not read"),
        ("RAGE (1)\nNEG\n\tRAGE (1)\n", ["NEG:RAGE"], "before the first category"),
    ],
)
def test_wordstat(tmp_path: Path, content: str, terms: list[str], told: str) -> None:
    (tmp_path / "a.cat").write_bytes(content.encode("utf-8-sig"))
    lexicon = read_lexicon(tmp_path / "a.cat")
    assert [f"{e.category}:{e.term}" for e in lexicon] == terms
    assert told in " ".join(p.reason for p in lexicon.problems)
    assert bool(told) == bool(lexicon.problems)


@pytest.mark.parametrize("term", ["C++", "AT&T", "9/11", "1,000", "C#", "R&D", "24/7", "U.S.", "Ph.D.", "$100", "A+"])
def test_signs_inside_a_term_match_themselves_alone(tmp_path: Path, term: str) -> None:
    text = f"A class on vitamin C at T junctions, not {term}. Some 1 or 000 of 9 and 11, R or D, A, Ph or D, 100 US."
    (tmp_path / "a.csv").write_text(f'term,category\n"{term}",c\n')
    lexicon = read_lexicon(tmp_path / "a.csv")
    assert matches(lexicon, text) == [term]
    assert lexicon.problems == ()


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("f**k", "every word from 'f' to 'k'"),
        ("sh**t*", "every word from 'h' to 't'"),
        ("n't", "only a part of words"),
        ("why?", "stands for one letter"),
        ("what ?", "stands for one letter"),
        ("wаr", "letters of two scripts"),
        ("Οbama", "letters of two scripts"),
        ("no way. Never", "ends a sentence"),
        ("Really? Yes", "ends a sentence"),
    ],
)
def test_entries_that_will_hardly_match_are_told(term: str, told: str) -> None:
    assert told in str(doubt(term))


@pytest.mark.parametrize(
    "term",
    [
        *("terror*", "*phobia", "anti-*", "wom?n", "war on terror", "HIV/AIDS", "don’t", "U.S.", "Mr. Smith", "a.m."),
        *(
            "Ann O'Neill",
            "café",
            "naïve",
            "мир",
            "#MeToo",
            "to be, or not",
            "A/B",
            "J. Smith",
            "a*b",
            "3.5%",
            "coup d’état",
        ),
        *("Γ-ray", "St. Louis", "www.a.org", "e-mail", "“fake news” media"),
    ],
)
def test_good_entries_are_not_doubted(term: str) -> None:
    assert doubt(term) is None


def test_a_device_is_no_lexicon(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("/dev/zero")
    with pytest.raises(LexiconError, match="is a device or a pipe"):
        read_lexicon(tmp_path / "a.csv")


def test_no_such_word_class() -> None:
    assert "no part of speech" in str(doubt("run", "nuon"))
    assert doubt("run", "noun") is None


def test_check_shows_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("term,category\nf**k,c\n.NET,c\nbridge,c\n!!,c\n")
    (tmp_path / "a.txt").write_text(ENGLISH)
    given = ["lexicon", "check", str(tmp_path / "a.csv"), str(tmp_path / "a.txt"), "--model", "fast"]
    shown = CliRunner().invoke(main, given)
    assert shown.exit_code == 0, shown.output
    assert "Rows that were refused, changed, or will hardly match: 3" in shown.stdout
    assert "every word from" in shown.stdout
    made = json.loads(CliRunner().invoke(main, [*given, "--format", "json"]).stdout)
    assert [p["refused"] for p in made["problems"]].count(True) == 1

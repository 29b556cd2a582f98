from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from framing.lexicon import Category, Entry, Lexicon, Match, NestedScope
from framing.lexicon.entries import split_entry
from framing.lexicon.hits import compile_lexicons, without_nested
from framing.lexicon.trie import find
from framing.words import find_words, fold

Terms = dict[str, list[str]]
Hits = list[tuple[str, str]]


def lexicon(terms: Terms, name: str = "made", match: Match = Match.EXACT) -> Lexicon:
    entries = tuple(Entry(t, c, match=match) for c, ts in terms.items() for t in ts)
    return Lexicon(name, entries, tuple(Category(c) for c in terms))


def matches(terms: Terms, text: str, scope: NestedScope = NestedScope.LEXICON, match: Match = Match.EXACT) -> Hits:
    made = lexicon(terms, match=match)
    compiled = compile_lexicons([made])
    found = find(compiled.trie, text)
    return [
        (
            compiled.entries[compiled.entry[found.pattern[i]]].category,
            text[found.words[found.first[i], 0] : found.words[found.last[i], 1]],
        )
        for i in without_nested(found, compiled, scope)
    ]


CASES = [
    # label, entries, text, expected
    ("case", {"c": ["Syria"]}, "SYRIA syria", [("c", "SYRIA"), ("c", "syria")]),
    ("apostrophes", {"c": ["don't", "can’t"]}, "don’t can't", [("c", "don’t"), ("c", "can't")]),
    ("composed and decomposed", {"c": ["café"]}, "cafe\u0301", [("c", "cafe\u0301")]),
    ("soft hyphen and zero width", {"c": ["terror"]}, "ter\u00adror ter\u200bror",
     [("c", "ter\u00adror"), ("c", "ter\u200bror")]),
    ("ligature", {"c": ["fire"]}, "ﬁre", [("c", "ﬁre")]),
    ("sharp s", {"c": ["straße"]}, "STRASSE", [("c", "STRASSE")]),
    ("word edges", {"c": ["war"]}, "warm award war.", [("c", "war")]),
    ("hyphened words are one word", {"c": ["terror"]}, "anti-terror terror", [("c", "terror")]),
    ("glob over a hyphen", {"c": ["anti-*"]}, "anti-terror", [("c", "anti-terror")]),
    ("possessive", {"c": ["coalition"]}, "coalition's coalition’s coalitions'",
     [("c", "coalition's"), ("c", "coalition’s")]),
    ("entry with its own 's", {"c": ["it's"]}, "it's its", [("c", "it's")]),
    ("abbreviation", {"c": ["U.S. troops"]}, "the U.S. troops", [("c", "U.S. troops")]),
    ("star at the end", {"c": ["terror*"]}, "terror terrorists error", [("c", "terror"), ("c", "terrorists")]),
    ("star at the head", {"c": ["*ism"]}, "terrorism isms", [("c", "terrorism")]),
    ("star in the middle", {"c": ["t*m"]}, "terrorism team tea", [("c", "terrorism"), ("c", "team")]),
    ("question mark", {"c": ["wom?n"]}, "woman women womn", [("c", "woman"), ("c", "women")]),
    ("stars on both sides", {"c": ["*error*"]}, "terrorist error", [("c", "terrorist"), ("c", "error")]),
    ("glob inside words", {"c": ["war on * terror*"]}, "the war on all terrorists", [("c", "war on all terrorists")]),
    ("white space of any kind", {"c": ["human rights"]}, "human\n  rights", [("c", "human\n  rights")]),
    ("not over punctuation", {"c": ["human rights"]}, "human, rights", []),
    ("longest match", {"c": ["united states", "united states of america"]}, "united states of america",
     [("c", "united states of america")]),
    ("longest match, from behind", {"c": ["b c", "a b c"]}, "a b c", [("c", "a b c")]),
    ("overlaps both count", {"c": ["a b", "b c"]}, "a b c", [("c", "a b"), ("c", "b c")]),
    ("one hit for two entries on one word", {"c": ["terror*", "terrorist"]}, "terrorist", [("c", "terrorist")]),
    ("the longest label of any category", {"c": ["new york times"], "d": ["new york"]}, "new york times",
     [("c", "new york times")]),
    ("one passage, one label", {"jihadist": ["islamic terrorist*"], "terrorist": ["terrorist*"]},
     "Islamic terrorists fled the terrorists", [("jihadist", "Islamic terrorists"), ("terrorist", "terrorists")]),
    ("the same words in two categories count in both", {"c": ["rebel"], "d": ["rebel*"]}, "rebel",
     [("c", "rebel"), ("d", "rebel")]),
    ("signs are part of words", {"c": ["C++", "AT&T", "9/11", "1,000", "#MeToo", "50%", "C"]},
     "Vitamin C at T junctions, AT&T, 1,000 on 9/11, C++ for 50% of #MeToo, 50 metoo",
     [("c", w) for w in ("C", "AT&T", "1,000", "9/11", "C++", "50%", "#MeToo")]),
    ("marks between words", {"c": ["HIV/AIDS", "dead, or alive"]},
     "HIV/AIDS, HIV / AIDS, HIV AIDS; dead or alive; dead, or\nalive",
     [("c", "HIV/AIDS"), ("c", "HIV / AIDS"), ("c", "dead, or\nalive")]),
    ("apostrophes of all kinds", {"c": ["O'Neill"]}, "O'Neill O’Neill OʼNeill O´Neill",
     [("c", "O'Neill"), ("c", "O’Neill"), ("c", "OʼNeill"), ("c", "O´Neill")]),
    ("repeated", {"c": ["a a"]}, "a a a", [("c", "a a"), ("c", "a a")]),
    ("nothing", {"c": ["x"]}, "", []),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "text", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_matching(terms: Terms, text: str, expected: list[tuple[str, str]]) -> None:
    assert matches(terms, text) == expected


# The examples of quanteda's documentation and tests for tokens_lookup, re-typed as sentences of the same shape.
SENTENCES = {
    "d1": "The United States is bordered by the Atlantic Ocean and the Pacific Ocean.",
    "d2": "The Supreme Court of the United States is seldom in a united state.",
    "d4": "We need Manchester Unity in the Federal Republic of Germany today.",
    "d5": "United statehood is a good state.",
    "d6": "luv the united states XXOO!",
    "paper": "The New York Times is a New York paper.",
    "law": "Mexico signed a new libertarian law with Canada.",
}
QUANTEDA = [
    ("d1", {"Countries": ["United States", "Federal * of *"], "oceans": ["* Ocean"]}, "category",
     {"Countries": 1, "oceans": 2}),
    ("d4", {"Countries": ["United States", "Federal * of *"], "team": ["Manchester *", "Arsenal"]}, "category",
     {"Countries": 1, "team": 1}),
    ("d5", {"Countries": ["United States"]}, "category", {}),
    ("d6", {"Countries": ["United States"]}, "category", {"Countries": 1}),
    ("d1", {"Countries": ["Stat*"], "oceans": ["*ic"], "consoles": ["?box", "Nintendo*"], "swords": ["*s"]},
     "category", {"Countries": 1, "oceans": 2, "swords": 2}),
    ("d2", {"Countries": ["Stat*"], "oceans": ["*ic"], "consoles": ["?box", "Nintendo*"], "swords": ["*s"]},
     "category", {"Countries": 2, "swords": 2}),
    ("law", {"country": ["united states", "mexico", "canada"], "law words": ["law*", "constitution"],
             "freedom": ["free*", "libert*"]}, "category", {"country": 2, "law words": 1, "freedom": 1}),
    ("paper", {"paper": ["New York Times"], "city": ["New York"]}, "category", {"paper": 1, "city": 2}),
    ("paper", {"paper": ["New York Times"], "city": ["New York"]}, "lexicon", {"paper": 1, "city": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "terms", "scope", "expected"), QUANTEDA)
def test_counts_are_quantedas(text: str, terms: Terms, scope: str, expected: dict[str, int]) -> None:
    found = [c for c, _ in matches(terms, SENTENCES[text], NestedScope(scope))]
    assert {c: found.count(c) for c in found} == expected


def test_lemmas_match_their_forms() -> None:
    found = matches({"c": ["carry out", "child"]}, "carried out, carries out, carry over", match=Match.LEMMA)
    assert [text for _, text in found] == ["carried out", "carries out"]


def test_equal_spans_of_two_categories_survive_the_lexicon_scope() -> None:
    assert len(matches({"c": ["rebel"], "d": ["rebel*"]}, "rebel", NestedScope.LEXICON)) == 2


def test_lexicons_do_not_shadow_each_other() -> None:
    compiled = compile_lexicons([lexicon({"c": ["new york times"]}, "one"), lexicon({"c": ["new york"]}, "two")])
    found = find(compiled.trie, "new york times")
    kept = without_nested(found, compiled, NestedScope.LEXICON)
    assert compiled.lexicon[found.pattern[kept]].tolist() == [0, 1]


TEXT = st.text(alphabet="ab ’'-.É\u00ad\u0301ﬁ*?\n1", max_size=40)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_words_are_true_to_the_text(text: str) -> None:
    spans = find_words(text).tolist()
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    for a, b in spans:
        assert fold(fold(text[a:b])) == fold(text[a:b])
    assert not set(fold(text)) & set("’\u00adABÉ")


@settings(max_examples=200, deadline=None)
@example("b", ["b*", "b**"])
@given(TEXT, st.lists(st.text(alphabet="ab*? -", min_size=1, max_size=6), min_size=1, max_size=5))
def test_every_match_is_one_and_none_is_missed(text: str, terms: list[str]) -> None:
    """Against a slow matcher: every entry tried at every word with regular expressions."""
    usable = [
        t for t in terms if split_entry(t) and split_entry(t) == tuple(t.split())
    ]  # marks between words: cases above
    if not usable:
        return
    compiled = compile_lexicons([lexicon({"c": usable})])
    found = find(compiled.trie, text)
    got = set(zip(compiled.entry[found.pattern].tolist(), found.first.tolist(), found.last.tolist(), strict=True))
    spans = find_words(text).tolist()
    folded = [fold(text[a:b]) for a, b in spans]
    expected = set()
    for e, term in enumerate(usable):
        words = split_entry(term)
        patterns = [re.compile("".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in w), re.S) for w in words]
        for i in range(len(spans) - len(words) + 1):
            window = range(i, i + len(words))
            glued = all(text[spans[j][1] : spans[j + 1][0]].isspace() for j in window[:-1])
            fits = all(
                p.fullmatch(folded[j]) or (folded[j][-2:] == "'s" and p.fullmatch(folded[j][:-2]))
                for p, j in zip(patterns, window, strict=True)
            )
            if glued and fits:
                expected.add((e, i, i + len(words) - 1))
    assert got == expected

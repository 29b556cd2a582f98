"""Sentences and words, as tables of texts."""

from __future__ import annotations

import pytest

from framing.structure import parse

S = "¦"
"""Where the table expects a cut; the texts themselves have a blank or nothing there."""


@pytest.mark.parametrize(
    "marked",
    [
        "He left.¦ She stayed.",
        "He left!¦ She stayed?¦ They went.",
        "He met Gen. Smith and Sen. Ann Roe.¦ Dr. Doe was out.",
        "Lt. Col. Jo A. Doe Jr. spoke to Rep. John Q. Roe.",
        "It is in the U.S. Senate.¦ The bill is in the U.S.¦ It failed.",
        "They met at 5 p.m. Monday.¦ He left at 6 p.m.¦ She stayed.",
        "On Jan. 3 the court ruled in Roe v. Wade.¦ Smith lost.",
        "No. 5 won.¦ Did it?¦ No.¦ It lost.",
        "It cost $3.5 million in 2013.¦ A year later 4.¦ Then none.",
        "He said no... and left.¦ She stayed.",
        "He paused…¦ Then left.",
        "“Go. Now. Run,” she said.¦ He ran.",
        "“Go now.”¦ Then he ran.",
        '"Why?" he asked.¦ "Because."',
        '"Stop!" Smith said.¦ He ran.',
        '"Stop." Smith said.¦ He ran.',
        '"It is over."¦ Smith said on Monday that he would go.',
        "They want “the end of it all. Now.” and leave.",
        "He called it ‘a gift. A real one’ and left.¦ Nobody spoke.",
        "‘Go. Now,’ she said.¦ He ran.",
        "(He left.)¦ She stayed.",
        "The city is his “capital.”¦ It fell.",
        "He heads the coalition.¦The mayor said so.",
        "See example.com and Node.Js for more.",
        "Yahoo! News said so.¦ Nobody else did.",
        "he left early.¦ she stayed on.",
        "The time is 5 p.m. ¦\u200bThe train left.",
        "She left. . . and came back.",
        "He “never closed it.¦ He left.¦ She stayed.",
        "He arrived.¦ #votes",
        "1. Higher taxes.¦ Lower wages.",
        "The mayor of Lodi, N.J. Smith, left.",
        "He lives in Washington, D.C.¦ On Monday he left.",
        "So do I.¦ The others left.",
        "ALL OF THEM LEFT.¦ NOBODY STAYED.",
        "none of this ever ends and nobody says why",
        "HOUSTON —¦ It rains in St. Louis, Mo. too.¦ Nobody cares.",
    ],
)
def test_sentences(marked: str) -> None:
    text = marked.replace(S, "")
    found = [text[s.start : s.end] for s in parse(text).sentences]
    assert found == [piece.strip(" \u200b") for piece in marked.split(S)]


def test_title_field_over_two_lines() -> None:
    text = "Mayor wins. Rival\nconcedes"
    assert [text[s.start : s.end] for s in parse(text, title=True).sentences] == ["Mayor wins.", "Rival\nconcedes"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The US-led force", ["The", "US-led", "force"]),
        ("Shi'ite al-Ja'afari don’t", ["Shi'ite", "al-Ja'afari", "don’t"]),
        ("3,000 to 5,000, or 2.5.", ["3,000", "to", "5,000", "or", "2.5"]),
        ("The U.S. and U.S.-led, U.S.’s", ["The", "U.S.", "and", "U.S.-led", "U.S.’s"]),
        ("5 p.m. in D.C. with J.K. Doe, Ph.D.", ["5", "p.m.", "in", "D.C.", "with", "J.K.", "Doe", "Ph.D."]),
        ("'Lion cubs' squad’", ["Lion", "cubs", "squad"]),
        ("coalition.The end", ["coalition", "The", "end"]),
        ("snake_case and/or 50% $5", ["snake_case", "and", "or", "50%", "$5"]),
        ("well–known—so--it 1980s-era", ["well", "known", "so", "it", "1980s-era"]),
        ("Isl\u00adamic cafe\u0301s", ["Isl\u00adamic", "cafe\u0301s"]),
        ("Łódź Žižek 北京", ["Łódź", "Žižek", "北京"]),
        ("…!? — ''", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    found = parse(text).words
    assert found.shape == (len(words), 2)
    assert [text[a:b] for a, b in found.tolist()] == words


def test_words_in_span() -> None:
    document = parse("One two three four.")
    assert document.words_in((4, 13)) == (1, 3)

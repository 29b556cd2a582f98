"""Interviews, transcripts and lists of posts: who has the floor, and what is no conversation."""

from __future__ import annotations

import pytest

from tests.resolve.resolve_marked import resolve

Row = tuple[str | None, str, str]
"""Speaker, cue, content."""

CASES: dict[str, tuple[str, list[Row]]] = {
    "questions and answers of the one person named": (
        "{P|Anna Berg} runs the port.\n\nQ: How bad was it?\n\nA: The worst in years.\n\nQ: Who pays?\n\nA: The city.",
        [
            ("Anna Berg", ":", "The worst in years"),
            ("Anna Berg", ":", "The city"),
        ],
    ),
    "answers of nobody known": (
        "{P|Anna Berg} met {P|Oskar Lindt}.\n\n**Q.** How bad was it?\n\n**A.** The worst.\n\n**Q.** Who pays?",
        [
            ("interviewee", ".", "The worst"),
        ],
    ),
    "names in capitals, surnames later, a turn of two paragraphs": (
        "{P|ANNA BERG}: Good evening.\n\n{P|OSKAR LINDT}: It is late.\n\nIt rains.\n\nBERG: Is it?\n\nLINDT: It is.",
        [
            ("Anna Berg", ":", "Good evening"),
            ("Oskar Lindt", ":", "It is late. … It rains"),
            ("Anna Berg", ":", "Is it?"),
            ("Oskar Lindt", ":", "It is"),
        ],
    ),
    "names on lines of their own": (
        "{P|ANNA BERG}:\nGood evening.\n\n{P|OSKAR LINDT}:\nIt is late.\n\n{P|ANNA BERG}:\nIs it?",
        [
            ("Anna Berg", ":", "Good evening"),
            ("Oskar Lindt", ":", "It is late"),
            ("Anna Berg", ":", "Is it?"),
        ],
    ),
    "an outlet asks": (
        "The {O|Courier}: Is it late?\n\n{P|Oskar Lindt}: It is.\n\nThe {O|Courier}: Very?\n\nLindt: Very.",
        [
            ("Courier", ":", "Is it late?"),
            ("Oskar Lindt", ":", "It is"),
            ("Courier", ":", "Very?"),
            ("Oskar Lindt", ":", "Very"),
        ],
    ),
    "what is said within a turn": (
        "{P|ANNA BERG}: {s1|Oslo} {q1|says} {c1|you lied}.\n\n{P|OSKAR LINDT}: No.\n\nBERG: {s2|I} {q2|hope} {c2|so}.",
        [
            ("Anna Berg", ":", "Oslo says you lied"),
            ("Oskar Lindt", ":", "No"),
            ("Anna Berg", ":", "I hope so"),
        ],
    ),
    "what the model cut short": (
        "{s1|{P|ANNA BERG}}{q1|:} {c1|Good} evening.\n\n{P|OSKAR LINDT}: It is late.\n\nBERG: Is it?",
        [
            ("Anna Berg", ":", "Good evening"),
            ("Oskar Lindt", ":", "It is late"),
            ("Anna Berg", ":", "Is it?"),
        ],
    ),
    "a paragraph of the outlet between turns": (
        "{P|Anna Berg} runs the port.\n\nQ: Is it late?\n\nBerg: It is.\n\nBerg laughs.\n\nQ: Very?\n\nBerg: Very.",
        [("Anna Berg", ":", "It is"), ("Anna Berg", ":", "Very")],
    ),
    "posts": (
        "@harbour: Two cranes are lost.\n\n{P|Anna Berg} (@harbour): The pier is safe.\n\n@lena_h: Not for long.",
        [
            ("Anna Berg", ":", "Two cranes are lost"),
            ("Anna Berg", ":", "The pier is safe"),
            ("@lena_h", ":", "Not for long"),
        ],
    ),
    "a post that quotes somebody": (
        "@harbour: Two cranes are lost.\n\n@lena_h: {c1|“No pier is safe,”} {q1|says} {s1|{P|Anna Berg}}.",
        [("@harbour", ":", "Two cranes are lost"), ("Anna Berg", "says", "“No pier is safe,”")],
    ),
    "notes and prices": ("Note: It rains.\n\nNote: It snows.\n\nPrice: $20\n\nPrice: $30\n\nNote: It is over.", []),
    "a table of results": ("{P|BERG}: 547.\n\n{P|LINDT}: 46.\n\n{P|BERG}: 2,316.\n\n{P|LINDT}: 1,547.", []),
    "a list of people": ("{P|Anna Berg}: The mayor.\n\n{P|Oskar Lindt}: The pilot.\n\n{P|Karl Bohm}: The cook.", []),
    "one question and one answer": (
        "The Gazette met the diver {P|Arne Lund}.\n\nQ: What did you see?\n\nA: Nothing for an hour. Then the mast.",
        [("Arne Lund", ":", "Nothing for an hour. Then the mast")],
    ),
    "honorifics in capitals": (
        "MS {P|LINDQVIST}: Then who did?\n\nMR {P|OSEI}: I cannot say. It rained.\n\nMS {P|LINDQVIST}: You were there.",
        [
            ("Lindqvist", ":", "Then who did?"),
            ("Osei", ":", "I cannot say. It rained"),
            ("Lindqvist", ":", "You were there"),
        ],
    ),
    "a reporter asks, in one paragraph": (
        "It rained. {s1|Reporter}{q1|:} {c1|And then?} {s2|{P|Ingrid Aasen}}{q2|:} {c2|I swam}. It rained.",
        [("Ingrid Aasen", ":", "I swam")],
    ),
    "a reporter says": (
        "It rained. {s1|A reporter}{q1|:} {c1|It is over}. It rained.",
        [("reporter", ":", "It is over")],
    ),
    "an outlet in capitals asks": (
        "GAZETTE: When was it, Mr {P|Vik}?\n\nVIK: In May.\n\nGAZETTE: Alone?\n\nVIK: With him. He knew it.",
        [
            ("GAZETTE", ":", "When was it, Mr Vik?"),
            ("Vik", ":", "In May"),
            ("GAZETTE", ":", "Alone?"),
            ("Vik", ":", "With him. He knew it"),
        ],
    ),
    "a reporter asks": (
        "{P|Ingrid Aasen}: By accident. He threw me in.\n\nReporter: And then?\n\n{P|Ingrid Aasen}: I swam.",
        [("Ingrid Aasen", ":", "By accident. He threw me in"), ("Ingrid Aasen", ":", "I swam")],
    ),
    "questions without labels": (
        "We met {P|Hanne Dahl}.\n\nHow did it begin?\n\n{s1|I} {q1|think} {c1|so}. Yes.\n\nThen?\n\nNo.\n\nI left.",
        [
            ("Hanne Dahl", "", "I think so. Yes"),
            ("Hanne Dahl", "", "No. … I left"),
        ],
    ),
    "a question to somebody by name": (
        "Ms. {P|Lindqvist}, you were there.\n\nHow did it begin?\n\n{s1|I} {q1|think} {c1|it was late}.",
        [("Lindqvist", "", "I think it was late")],
    ),
    "a question to somebody by name, in one paragraph": (
        "It rained. Ms. {P|Lindqvist}, you were there. How did it begin? {s1|I} {q1|think} {c1|it was late}. It was.",
        [("Lindqvist", "think", "it was late")],
    ),
    "an interview in the headline": (
        "# {P|Anna Berg}: an interview\n\nI know {P|Karl Bohm}.\n\nDo you like him?\n\nI do.\n\nWhy?\n\nHe is kind.",
        [("Anna Berg", "", "I do"), ("Anna Berg", "", "He is kind")],
    ),
    "what others say between the answers": (
        "We met {P|Anna Berg}.\n\nDo you like it?\n\nI do.\n\n{s1|Her aides} {q1|say} {c1|so}.\n\nWhy?\n\nI am old.",
        [("Anna Berg", "", "I do"), ("Anna Berg's aides", "say", "so"), ("Anna Berg", "", "I am old")],
    ),
    "a column that asks itself": (
        "{P|Karl Bohm} wants a dam.\n\nWhat is to do?\n\n{s1|I} {q1|think} {c1|nothing}.\n\nDams.\n\nRain.\n\nHills.",
        [("author", "think", "nothing")],
    ),
    "nobody, or several, may be the one who answers": (
        "{P|Karl Bohm} met {P|Anna Berg}.\n\nWhat did you do?\n\n{s1|I} {q1|say} {c1|no}.\n\nAnd you?\n\nI slept.",
        [("author", "say", "no")],
    ),
    "one answer": ("{P|Anna Berg} was asked. Q: is late. A: is early.", []),
}


@pytest.mark.parametrize(("marked", "expected"), CASES.values(), ids=CASES.keys())
def test_turns(marked: str, expected: list[Row]) -> None:
    found = [
        (s.speaker.name if s.speaker else None, s.cue.text if s.cue else "", s.content.text) for s in resolve(marked)
    ]
    assert found == expected

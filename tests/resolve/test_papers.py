"""Whose words a paper's are where its own phrase, or a name in it, stands within what was found as its content."""

from __future__ import annotations

import pytest

from tests.resolve.resolve_marked import resolve

CASES = {
    "a report that somebody defends herself against": (
        "{s1|{P|Nora Fisk}} {q1|is defending herself against} {c1|a report she misstated her income}.",
        ("report", "she misstated her income"),
    ),
    "a claim in an article that somebody responds to": (
        "{s1|{P|Nora Fisk}} {q1|responded to} {c1|an article that she had lost the tapes}.",
        ("article", "that she had lost the tapes"),
    ),
    "not where she says it": (
        "{s1|{P|Nora Fisk}} {q1|told} {c1|a report she had lost the tapes}.",
        ("Nora Fisk", "a report she had lost the tapes"),
    ),
    "the name in capitals in a transcript": (
        "{P|Paul Walsh} met {P|Ida Brandt}. {s1|A partial transcript} {q1|follows}: {c1|“WALSH: Who pays?”}",
        ("Paul Walsh", "Who pays?”"),
    ),
    "an excerpt with a name": (
        "{P|Paul Walsh} met {P|Ida Brandt}. {s1|The excerpt}{q1|:} {c1|“BRANDT: Not I. Not this year.”}",
        ("Ida Brandt", "Not I. Not this year.”"),
    ),
    "not a note in capitals": (
        "{P|Paul Walsh} met {P|Ida Brandt}. {s1|{P|Brandt}} {q1|wrote}: {c1|“NOTE: I do not pay.”}",
        ("Ida Brandt", "“NOTE: I do not pay.”"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_whose_words(case: tuple[str, tuple[str, str]]) -> None:
    statement, *more = resolve(case[0])
    assert not more
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.content.text) == case[1]

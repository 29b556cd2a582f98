"""Speech told within a quotation: found, marked, its words the inner speaker's alone."""

from __future__ import annotations

import pytest

from framing.measure import balance
from framing.statement_json import from_json, to_json
from framing.statements import Statements
from framing.values import Article, Corpus
from tests.resolve.resolve_marked import annotate, resolve

CASES = {
    "a country": ("France has always said that the border is closed.", "France", "that the border is closed"),
    "a role": ("The mayor told us that the bridge was safe, and we believed her.", "mayor", "that the bridge was safe"),
    "two sentences": ("It rained. The minister promised that help would come.", "minister", "that help would come"),
    "the speaker himself": ("I said that the border was closed.", None, None),
    "a thing": ("The rain said that nobody would come.", None, None),
    "without that": ("France has said it all before.", None, None),
}


@pytest.mark.parametrize(("quoted", "speaker", "content"), CASES.values(), ids=CASES.keys())
def test_told_within(quoted: str, speaker: str | None, content: str | None) -> None:
    quoted = quoted.replace("France", "{L|France}")
    found = [s for s in resolve(f"{{c1|“{quoted}”}} {{s1|{{P|Anna Berg}}}} {{q1|said}}.") if s.nested]
    assert [(s.speaker and s.speaker.name, s.content.text) for s in found] == ([(speaker, content)] if speaker else [])


def test_words_are_the_inner_speakers() -> None:
    marked = "{c1|“The mayor told us that the bridge was safe.”} {s1|{P|Anna Berg}} {q1|said}."
    statements = Statements(resolve(marked), Corpus((Article("a", annotate(marked).document.text),)))
    assert balance(statements, by="speaker").set_index("speaker")["words"].to_dict() == {"Anna Berg": 4, "mayor": 5}
    assert [from_json(to_json(s)) for s in statements] == list(statements)

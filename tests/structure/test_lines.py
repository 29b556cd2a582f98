"""Line breaks that end a paragraph, and those that only end a line on the page."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.structure import parse, unwrapped

PARAGRAPHS = (
    (
        "The river town of Norden woke on Monday to find its only bridge gone. The flood had taken it during the "
        "night, and with it the road to the hospital."
    ),
    (
        "“Nobody was hurt, and that is what counts,” Mayor Sofia Lund said at the water's edge. “We closed it an "
        "hour before it fell.”"
    ),
    (
        "Engineer Paul Osei, who looked at the piers in March, said he had warned the council twice. “They told me "
        "there was no money for it,” Osei said."
    ),
    "The council denied that.",
    (
        "Farmers on the far bank are cut off from the dairy. Tom Reyes, who keeps sixty cows there, said he was "
        "pouring his milk away."
    ),
)
VERSE = "\n".join(
    ["The bridge is gone", "and nobody knows", "who took the road away", "from under the rain", "and under the town"]
)
TWEETS = "\n".join(
    [
        "The river is at four metres now and rising by the hour, stay at home tonight",
        "Thanks to everyone who came",
        "We need sandbags at the school, bring what you have and a shovel if you can",
        "Bridge is gone. Nobody hurt",
        "Boats run from the old mill until nine, children and the old go first, please",
    ]
)


def paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in re.split("[\r\n]+", unwrapped(text)) if line.strip()]


@pytest.mark.parametrize("width", [40, 60, 72, 100])
@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n"])
def test_wrapped_prose_is_unwrapped(width: int, between: str) -> None:
    newline = between[: len(between) // 2]
    text = between.join(newline.join(textwrap.wrap(p, width)) for p in PARAGRAPHS)
    assert paragraphs(text) == list(PARAGRAPHS)


def test_short_last_lines_end_a_paragraph_where_no_line_is_empty() -> None:
    text = "\n".join("\n".join(textwrap.wrap(p, 60)) for p in PARAGRAPHS)
    assert paragraphs(text) == list(PARAGRAPHS)


def test_every_second_line_may_be_empty() -> None:
    text = "\n\n".join("\n\n".join(textwrap.wrap(p, 60)) for p in PARAGRAPHS)
    assert paragraphs(text)[0] == PARAGRAPHS[0]


@pytest.mark.parametrize("text", ["\n".join(PARAGRAPHS), "\n\n".join(PARAGRAPHS), " ".join(PARAGRAPHS), VERSE, TWEETS])
def test_text_that_is_not_wrapped_stays(text: str) -> None:
    assert unwrapped(text) == text


def test_list_items_stay_apart_and_keep_their_second_line() -> None:
    items = [
        "- Soldiers would lay a floating bridge within ten days, the state transport ministry said on Tuesday.",
        "- Farmers on the far bank are cut off from the dairy and pour their milk away, as one of them said.",
        "- The letter he speaks of never reached us, the spokeswoman said, and that is all there is to it.",
    ]
    text = "\n".join("\n".join(textwrap.wrap(i, 60, subsequent_indent="  ")) for i in items)
    assert paragraphs(text) == items


def test_a_sentence_goes_on_over_the_page() -> None:
    assert paragraphs("The ministry said it would\n\n\fanswer by Friday.") == [
        "The ministry said it would answer by Friday."
    ]
    assert paragraphs("It will answer.\f“No,” she said.") == ["It will answer.", "“No,” she said."]


def test_a_quotation_crosses_the_lines_of_the_page() -> None:
    text = "\n\n".join("\n".join(textwrap.wrap(p, 40)) for p in PARAGRAPHS)
    document = parse(text)
    first = next(q for q in document.quotations if q.double)
    assert " ".join(text[first.start : first.end].split()) == "“Nobody was hurt, and that is what counts,”"
    assert len([b for b in document.blocks if b.kind == "paragraph"]) == len(PARAGRAPHS)


@given(st.text(alphabet="ab Cd.,\n\r\f\t-•“” ", max_size=300))
def test_only_breaks_become_blanks(text: str) -> None:
    flat = unwrapped(text)
    assert len(flat) == len(text)
    assert all(a == b or (a in "\n\r\f\t " and b in " \n") for a, b in zip(text, flat, strict=True))


def test_a_lone_line_that_breaks_off_goes_on() -> None:
    text = "Harbour master Salim Juma said that the first ship would\nberth in October."
    assert unwrapped(text) == text.replace("\n", " ")
    verse = "The harbour was cold and nobody came to the\nwater\nthat night"
    assert unwrapped("Rain fell and the\nroad went under") == "Rain fell and the\nroad went under"
    assert unwrapped(verse.replace("the\n", "quay\n")) == verse.replace("the\n", "quay\n")

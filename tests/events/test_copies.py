"""Near-copies: what is one text, what is not, and what the table says of it."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

import framing
from framing.errors import ComparisonError
from framing.events import copy_parts, near_copies
from framing.events.copies import COPY_COLUMNS
from framing.values import Article, Corpus
from tests.events.stories import BUDGET, FERRY, FOOTER, paragraphs

LEDE, BERG = FERRY.split("\n\n")[0], FERRY.split("\n\n")[2]

OTHER_REPORT = f"""Two hundred passengers were taken off a stranded ship in the dark, and none of them was hurt.

{BERG}

The accident renewed a quarrel about the reef that has gone on for years between islanders and the shipping firm.

Our reporter saw blankets, tea and many tired children in the school hall, where families waited for news until dawn."""

SPEECH = (
    "“Friends, this town was built by people who carried stones up a hill with their hands. We owe more than a sign "
    "on a locked door. We owe them light in every window, books on every shelf and a chair for whoever comes in from "
    "the cold. I will not sit in an office and count coins while a child asks where the stories have gone,” she said."
)


def corpus(**texts: str) -> Corpus:
    return Corpus(tuple(Article(name, text, outlet=name[0].upper()) for name, text in texts.items()))


def groups(**texts: str) -> list[set[str]]:
    table = near_copies(corpus(**texts))
    return sorted((set(g["article_id"]) for _, g in table.groupby("copy_group", sort=True) if len(g) > 1), key=sorted)


CASES = {
    "the very text": {"a": FERRY, "b": FERRY},
    "another white space": {"a": FERRY, "b": FERRY.replace("\n\n", " ")},
    "another headline": {"a": f"Luck in calm water.\n\n{FERRY}", "b": f"Ferry stranded.\n\n{FERRY}"},
    "cut from the end": {"a": FERRY, "b": paragraphs(FERRY, 0, 1, 2, 3)},
    "cut from the beginning": {"a": FERRY, "b": paragraphs(FERRY, 4, 5, 6, 7)},
    "cut in the middle": {"a": FERRY, "b": paragraphs(FERRY, 0, 2, 5, 7)},
    "words changed": {
        "a": FERRY,
        "b": FERRY.replace("ran aground", "stranded").replace("said", "stated").replace("island of ", "").replace(
            "Tuesday evening", "Tuesday"
        ),
    },
    "cut, with an own line and a footer": {"a": FERRY, "b": f"By our staff.\n\n{paragraphs(FERRY, 0, 1, 2, 3, 4)}\n\n"
                                                         "The Courier’s own reporter in Lindmark contributed."},
    "in capitals": {"a": FERRY, "b": FERRY.upper()},
    "a short text, the same": {"a": "Rain is expected.", "b": "Rain is expected."},
}  # fmt: skip


@pytest.mark.parametrize("texts", CASES.values(), ids=CASES)
def test_copies_are_one_group(texts: dict[str, str]) -> None:
    assert groups(**texts, other=BUDGET) == [{"a", "b"}]


NO_COPIES = {
    "two events": {"a": FERRY, "b": BUDGET},
    "the same event, the same quotation": {"a": FERRY, "b": OTHER_REPORT},
    "the same footer": {"a": f"{paragraphs(FERRY, 0, 1)}\n\n{FOOTER}", "b": f"{paragraphs(BUDGET, 0, 1)}\n\n{FOOTER}"},
    "the same heading and footer": {
        "a": f"From our newsroom in Harwick.\n\n{paragraphs(FERRY, 4, 5)}\n\n{FOOTER}",
        "b": f"From our newsroom in Harwick.\n\n{paragraphs(BUDGET, 4, 5)}\n\n{FOOTER}",
    },
    "the same speech": {
        "a": f"{paragraphs(BUDGET, 0)} {SPEECH} The vote was nine against six, and the gallery sang until late.",
        "b": "A crowd cheered in the rain as the writer Mara Holt spoke for half an hour outside the town hall. "
        f"{SPEECH} Holt left without taking questions from the press that had gathered at the steps.",
    },
    "a text of one line": {"a": LEDE, "b": f"{LEDE} Nothing else was known. " + BUDGET},
    "no words": {"a": "…", "b": "—"},
}


@pytest.mark.parametrize("texts", NO_COPIES.values(), ids=NO_COPIES)
def test_what_is_no_copy(texts: dict[str, str]) -> None:
    assert groups(**texts) == []


def test_many_articles_with_one_footer_are_not_joined() -> None:
    words = FERRY.split() + BUDGET.split()
    bodies = {f"a{i:02}": " ".join(words[k % len(words)] for k in range(i, 90 * (i + 7), i + 7)) for i in range(60)}
    assert groups(**{name: f"{body}\n\n{FOOTER}" for name, body in bodies.items()}) == []


def test_columns_and_what_they_count() -> None:
    cut = paragraphs(FERRY, 0, 1, 2, 3) + " Nobody of the crew could be reached for comment."
    table = near_copies(corpus(short=cut, full=FERRY, alone=BUDGET))
    assert tuple(table.columns) == COPY_COLUMNS
    assert table["article_id"].tolist() == ["short", "full", "alone"]
    assert table["copy_group"].tolist() == ["full", "full", "alone"]
    assert table["versions"].tolist() == [2, 2, 1]
    added = 9
    assert table["added_words"].tolist() == [added, 0, 0]
    short, full, _ = table["text_words"]
    assert table["shared_share"].tolist() == pytest.approx([1 - added / short, 1, 1])
    assert table["cut_share"].tolist() == pytest.approx([1 - (short - added) / full, 0, 0])


def test_parts_are_the_words_of_the_articles() -> None:
    edited = paragraphs(FERRY, 0, 1, 2, 4).replace("said Ada Berg", "claimed Ada Berg")
    texts = {"short": edited, "full": FERRY}
    copies = near_copies(corpus(**texts))
    parts = copy_parts(copies, "short")
    assert set(parts["part"]) == {"shared", "added", "cut"}
    for name, start, end, text in zip(parts["article_id"], parts["start"], parts["end"], parts["text"], strict=True):
        assert text == texts[name][start:end]
    assert any("claimed" in text for text in parts.loc[parts["part"].eq("added"), "text"])
    assert any("Norland Lines" in text for text in parts.loc[parts["part"].eq("cut"), "text"])
    assert copy_parts(copies, "full")["part"].tolist() == ["shared"]
    lines = copies.evidence({"article_id": "short"})
    assert lines["part"].tolist() == parts.loc[parts["part"].ne("cut"), "part"].tolist()


def test_evidence_survives_pickling() -> None:
    table = pickle.loads(pickle.dumps(near_copies(corpus(a=FERRY, b=FERRY))))  # noqa: S301
    assert table.evidence(0)["words"].tolist() == [FERRY.rstrip(".")]


def test_groups_do_not_depend_on_the_order_of_the_articles() -> None:
    texts = {f"{n}{i}": t for n in "xyz" for i, t in enumerate((FERRY, BUDGET, paragraphs(FERRY, 0, 1, 2, 3)))}
    assert groups(**texts) == groups(**dict(reversed(texts.items())))
    assert len(groups(**texts)) == 2


def test_copies_that_reading_has_marked_are_in_the_table() -> None:
    table = near_copies(framing.read(pd.DataFrame({"id": ["a", "b"], "text": [FERRY, FERRY]})))
    assert table["copy_group"].tolist() == ["a", "a"]


def test_errors_say_what_to_give() -> None:
    with pytest.raises(ComparisonError, match=r"near_copies looks at articles.*framing\.read"):
        near_copies("articles/")  # type: ignore[arg-type]
    copies = near_copies(corpus(a=FERRY))
    with pytest.raises(ComparisonError, match=r"There is no article 'aa'.*Did you mean 'a'"):
        copy_parts(copies, "aa")
    with pytest.raises(ComparisonError, match="the table that near_copies gave"):
        copy_parts(pd.DataFrame(), "a")  # type: ignore[arg-type]


def test_an_article_without_words_has_no_parts() -> None:
    copies = near_copies(corpus(a="…", b="…"))
    assert copies["versions"].tolist() == [1, 1]
    assert copy_parts(copies, "a").empty
    assert copies.evidence(0).empty


def test_no_article_gives_an_empty_table() -> None:
    assert near_copies(Corpus(())).empty

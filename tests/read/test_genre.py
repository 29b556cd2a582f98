"""Texts that are no news, of our own wording: each kind says what it is, and news says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.read import read
from framing.read.genre import unlike_news

NEWS = (
    "The council of Lindholm voted on Monday to close the old harbour, officials said.\n\n"
    "“We have no choice,” Mayor Ida Brandt told reporters after the meeting. She said that repairs would cost "
    "nine million euros, more than the town earns in a year.\n\n"
    "Fishermen who use the harbour announced a protest. The harbour master, Salim Juma, said that boats could move to "
    "the northern quay by October, according to a plan that the port authority had published in May.\n\n"
    "The northern quay was built in 1974 and has room for forty boats."
)
INTERVIEW = "\n\n".join(
    f"{question}\n\n{answer}"
    for question, answer in (
        ("How did the project begin?", "It began with a letter from a neighbour who had found old maps in a cellar."),
        ("And what did the maps show?", "They showed the river as it was before the dam, with all of its mills."),
        ("Did anybody know about the mills?", "A few families did, and they had kept the stones in their gardens."),
        ("What will happen to the stones?", "The museum in the town has offered to build a wheel with them."),
        ("When can people see it?", "If all goes well the wheel turns next spring, when the water is high enough."),
    )
)
LABELLED = "\n\n".join(
    f"{'Q' if i % 2 == 0 else 'Ida Brandt'}: {part}" for i, part in enumerate(INTERVIEW.split("\n\n"))
)
MAIL = (
    "From: Ola Berg\nTo: Mia Holt\nSubject: the boat\n\n"
    "Hi Mia, can you send me the keys of the boat house before the weekend? The pump is leaking again and the water "
    "comes up to the engine. The neighbour will be there on Friday with his tools. Thanks!!\n\n"
    "> I left the keys with your brother, he has them in the blue box\n> and the pump is new, so look at the hose "
    "first\n\nThe hose is fine, the pump is the trouble, and it has been since the summer when the sand got in."
)
VERSE = "\n".join(
    ["The river runs below the mill", "And no one counts the stones", "The wheel is broken and is still"] * 8
)
LETTER = (
    "I have lived in this valley for forty years, and my mother before me. We never asked for a dam. When I was a girl "
    "we swam where you now park your cars, and our fields ran down to the water. I do not ask you to give us back the "
    "fields. I ask you to look at us when you speak of progress, and to remember what we gave. You were not here when "
    "we carried my father's house up the hill, board by board, and we did it in the rain."
)
NORSE = " ".join(["Havnen i Lindholm blir stengt etter vedtaket i kommunestyret på mandag kveld."] * 9)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NEWS, None),
        (NEWS.replace("\n\n", " "), None),
        (INTERVIEW, "an interview without turn labels"),
        (MAIL, "mail, a chat, a forum or a paper with addresses"),
        (VERSE, "a list, a table or verse"),
        (LETTER, "a text told in the first person or to its reader (a letter, a speech, a guide)"),
        (NORSE, "names, figures or another language more than English prose"),
        ("Is it? Why? When? Who?\n" * 3, None),
    ],
    ids=["news", "news in one line", "interview", "mail", "verse", "letter", "another language", "too short"],
)
def test_what_a_text_reads_like(text: str, kind: str | None) -> None:
    assert unlike_news(text) == kind


def test_turn_labels_make_an_interview_readable() -> None:
    assert unlike_news(LABELLED) != "an interview without turn labels"


def test_a_text_unlike_news_is_read_and_noted(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(INTERVIEW, "utf-8")
    (tmp_path / "news.txt").write_text(NEWS, "utf-8")
    corpus = read(tmp_path)
    assert len(corpus) == 2
    (problem,) = corpus.problems
    assert "interview without turn labels" in problem.reason
    assert "talk" in problem.item
    assert not problem.skipped

"""Statements without a model: what is put right in them is what is tested."""

from __future__ import annotations

from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Speaker, SpeakerType, Statement

FIRST = (
    "The council closed the bridge on Monday.\n“The piers are worn,” engineer Ada Holt said.\n"
    "Mayor Ben Crow denied that anybody knew. “We will pay,” he added.\n"
)
SECOND = "Holt, the engineer, said the bridge was safe in May. Crow left.\n"
ARTICLES = (Article("a", FIRST, title="Bridge “worn”, says Holt", outlet="Gazette"), Article("b", SECOND))
HOLT = Speaker("ada-holt", "Ada Holt", SpeakerType.PERSON)
SHORT = Speaker("holt", "Holt", SpeakerType.PERSON)
CROW = Speaker("ben-crow", "Ben Crow", SpeakerType.PERSON, official=True)


def passage(text: str, words: str) -> Passage:
    """The only place of these words."""
    assert text.count(words) == 1
    start = text.index(words)
    return Passage(words, ((start, start + len(words)),))


def statement(article: int, number: int, content: str, source: str, cue: str, who: Speaker) -> Statement:
    """A statement in the text of an article."""
    one = ARTICLES[article]
    return Statement(
        f"{one.id}-{number:03d}", one.id, "text", "paragraph", Kind.DIRECT if "“" in content else Kind.INDIRECT,
        passage(one.text, source), passage(one.text, cue), passage(one.text, content), who, 0.6,
    )  # fmt: skip


STATEMENTS = Statements(
    (
        statement(0, 1, "“The piers are worn,”", "engineer Ada Holt", "said", HOLT),
        statement(0, 2, "that anybody knew", "Mayor Ben Crow", "denied", CROW),
        statement(0, 3, "“We will pay,”", "he", "added", CROW)
        if FIRST.count("he") == 1
        else statement(0, 3, "“We will pay,”", "Mayor Ben Crow", "added", CROW),
        statement(1, 1, "the bridge was safe in May", "Holt, the engineer,", "said", SHORT),
    ),
    Corpus(ARTICLES),
)

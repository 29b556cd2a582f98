"""Statements of the two seeds, written by hand, so that the report is tested without the model."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from framing.statements import Statements
from framing.values import Article, Corpus, Kind, Passage, Problem, Span, Speaker, SpeakerType, Statement

SEEDS = Path(__file__).parents[2] / "seeds"

P, G, O, A, M = (  # noqa: E741
    SpeakerType.PERSON,
    SpeakerType.GOVERNMENT,
    SpeakerType.ORGANISATION,
    SpeakerType.ARMED_GROUP,
    SpeakerType.MEDIA,
)
RUSSIA, COALITION, DAMASCUS, SDF = "Russia", "US-led coalition", "Syrian government", "SDF"

SPEAKERS = {
    "Lavrov": Speaker("sergey-lavrov", "Sergey Lavrov", P, RUSSIA),
    "official": Speaker("a-us-official", "a US official", SpeakerType.ANONYMOUS, COALITION, named=False),
    "PYD": Speaker("kurdish-democratic-union", "Kurdish Democratic Union", O, SDF),
    "Warren": Speaker("steve-warren", "Steve Warren", P, COALITION),
    "Henningsen": Speaker("patrick-henningsen", "Patrick Henningsen", P),
    "soldier": Speaker("one-american-soldier", "one American soldier", SpeakerType.ANONYMOUS, COALITION, named=False),
    "Khalaf": Speaker("mohammad-khalaf", "Mohammad Khalaf", P),
    "Moscow": Speaker("moscow", "Moscow", G, RUSSIA),
    "Le Drian": Speaker("jean-yves-le-drian", "Jean-Yves Le Drian", P, COALITION),
    "ministry": Speaker("russias-defense-ministry", "Russia's Defense Ministry", G, RUSSIA),
    "Konashenkov": Speaker("igor-konashenkov", "Igor Konashenkov", P, RUSSIA),
    "AFP": Speaker("afp", "AFP", M),
    "Sputnik": Speaker("sputnik", "Sputnik", M, RUSSIA),
    "SDF": Speaker("sdf", "SDF", A, SDF),
    "Jihan": Speaker("jihan-sheikh-ahmed", "Jihan Sheikh Ahmed", P, SDF),
    "Selo": Speaker("talal-selo", "Talal Selo", P, SDF),
    "Jaafari": Speaker("bashar-al-jaafari", "Bashar al-Ja'afari", P, DAMASCUS),
    "Ankara": Speaker("ankara", "Ankara", G),
}

# speaker, source, cue, pieces of content; in the order of the text
Row = tuple[str | None, str, str, list[str]]
FIRST: list[Row] = [
    ("Lavrov", "Russian FM Sergey Lavrov", "believes", ["A large-scale … forces on the ground"]),
    ("Lavrov", "Lavrov", "said", ["“[The Liberation of] Raqqa … city of Mosul,”"]),
    ("Lavrov", "Lavrov", "noting", ["that the two cities … coordinating their moves"]),
    ("Lavrov", "Lavrov", "said", ["“Right now there is … will take place,”"]),
    ("Lavrov", "he", "confirm", ["that Moscow is ready for such coordination"]),
    ("Lavrov", "Lavrov", "stressed", ["“We believe that … confronting terrorist squads,”"]),
    ("official", "a US official", "confirmed", ["The US-backed coalition … from IS terrorists"]),
    (
        "PYD",
        "a representative of the Kurdish Democratic Union (PYD)",
        "declared",
        ["the beginning of … in the Raqqa offensive"],
    ),
    (
        "Warren",
        "a Baghdad-based US military spokesman, Colonel Steve Warren",
        "said",
        ["“The SDF [Syrian … pressure on Raqqa,”"],
    ),
    ("Warren", "Warren", "added", ["that the operation began … terrorists so far"]),
    ("Warren", "the spokesman", "According to", ["approximately 3,000 … currently in Raqqa"]),
    ("Warren", "He", "said", ["it was not clear when … eventually occur"]),
    ("Warren", "the colonel", "said", ["“We have always been … isolate the city,”"]),
    ("Warren", "the colonel", "adding", ["that the US-led coalition … operations against IS"]),
    ("Henningsen", "Geopolitical analyst Patrick Henningsen", "believes", ["that Washington might … agenda in Raqqa"]),
    (
        "Henningsen",
        "Henningsen",
        "said",
        ["“The US seems to be … the government forces.", "So clearly the … around Raqqa,”"],
    ),
    ("soldier", "one American soldier", "proclaiming", ["“I’m from the US and I say kill them all,”"]),
    ("Khalaf", "Mohammad Khalaf, a boy who fled IS-held Raqqa", "told RT", ["“Sometimes my mom … cubs' squad’,”"]),
    ("Khalaf", "Mohammad", "recalls", ["“They [IS terrorists] … blow themselves up,”", "“Once I saw … he had done.”"]),
]
SECOND: list[Row] = [
    ("Moscow", "Moscow", "saying", ["only international cooperation … liberate the city"]),
    (
        "Le Drian",
        "French Defense Minister Jean-Yves Le Drian",
        "claimed",
        ['The "very hard but essential" … just days away'],
    ),
    ("Le Drian", "he", "told", ['"France has always … the coming days,"']),
    ("ministry", "Russia's Defense Ministry", "said", ['Moscow does not share the "optimism" of the French official']),
    (
        "Konashenkov",
        "the Russian ministry's spokesman, Igor Konashenkov",
        "said",
        ['it had "nothing to … on the ground."'],
    ),
    ("Konashenkov", "the Russian military official", "warned", ['"Similar rosy … humanitarian catastrophe,"']),
    ("Konashenkov", "Konashenkov", "told", ['"It is clear to any … terrorism in Syria,"']),
    (None, "", "Based on various estimates", ["up to 4,000 Islamic terrorists … based in Raqqa"]),
    ("AFP", "AFP", "reported last week, citing a US official", ["There are hundreds … drawn up by the Pentagon"]),
    ("Sputnik", "Sputnik", "reported, citing an SDF Friday statement", ["The SDF also managed … Deir ez-Zor"]),
    ("SDF", "the statement", "added", ['"Intense fighting" was … terrorists stronghold']),
    ("AFP", "AFP", "reported", ["The alliance was also … airport nearby"]),
    (
        "Jihan",
        "spokesperson for the SDF's Raqqa operation, Jihan Sheikh Ahmed",
        "warned",
        ['that "the liberation of Raqqa will take several months."'],
    ),
    ("Selo", "another SDF spokesperson, Talal Selo", "said", ["no more than two weeks … liberating the city"]),
    ("Sputnik", "Sputnik", "reported, citing its source", ["The city of Dayr Hafir … with the militants"]),
    (
        "Jaafari",
        "The Syrian chief negotiator at peace talks in Geneva, Bashar al-Ja'afari",
        "called",
        ["the US or any … government in Damascus"],
    ),
    ("Jaafari", "he", "told", ['"Any military presence … illegitimate presence,"']),
    ("Jaafari", "he", "added", ['"Those who are truly … Russia and Iran,"']),
    ("Jaafari", "he", "saying", ["that Washington's presence … against terrorism.\""]),
    ("Ankara", "Ankara", "has expressed willingness", ["to be involved in freeing … terrorism in Syria"]),
]


def _span(text: str, piece: str) -> Span:
    first, _, last = piece.partition(" … ")
    pattern = re.escape(first) + (r"[\s\S]*?" + re.escape(last) if last else "")
    match = re.search(pattern, text)
    assert match, piece
    return match.span()


def _near(text: str, phrase: str, span: Span) -> Passage | None:
    if not phrase:
        return None
    places = [m.span() for m in re.finditer(rf"\b{re.escape(phrase)}", text)]
    place = min(places, key=lambda p: min(abs(p[0] - span[1]), abs(p[1] - span[0])))
    return Passage(phrase, (place,))


def _kind(content: str) -> Kind:
    if re.match('[“"]', content):
        return Kind.DIRECT
    return Kind.MIXED if re.search('[“"]', content) else Kind.INDIRECT


def _statements(article: Article, rows: list[Row]) -> list[Statement]:
    made = []
    for number, (speaker, source, cue, pieces) in enumerate(rows, 1):
        spans = tuple(_span(article.text, p) for p in pieces)
        content = Passage(" … ".join(article.text[a:b] for a, b in spans), spans)
        whole = (content.start, content.end)
        made.append(
            Statement(
                id=f"{article.id}-{number}",
                article_id=article.id,
                field="text",
                block="paragraph",
                kind=_kind(content.text),
                source=_near(article.text, source, whole),
                cue=_near(article.text, cue, whole),
                content=content,
                speaker=SPEAKERS[speaker] if speaker else None,
                confidence=0.9,
            )
        )
    return made


@pytest.fixture(scope="session")
def seeds() -> Statements:
    """The seeds with all their statements."""
    articles = tuple(Article(p.stem, p.read_text("utf-8")) for p in sorted(SEEDS.glob("*.txt")))
    items = [s for a, rows in zip(articles, (FIRST, SECOND), strict=True) for s in _statements(a, rows)]
    problems = (Problem("notes.txt", "holds one word; nothing to read"),)
    return Statements(tuple(items), Corpus(articles, problems))


CUES = ("said", "claimed", "warned", "insisted", "denied")


def _invented(speakers: list[str], *, articles: int = 1, each: int = 1, cues: tuple[str, ...] = CUES) -> Statements:
    """Articles in which each speaker makes ``each`` indirect statements, with the cues in turn."""
    made: list[Article] = []
    items: list[Statement] = []
    for a in range(articles):
        text = ""
        for i, name in enumerate(speakers):
            for j in range(each):
                cue, content = cues[(i + j + a) % len(cues)], f"the bridge in town {i} stays open for {j + 2} days"
                start = len(text)
                text += f"{name} {cue} that {content}. "
                spans = [(start, start + len(name)), (start + len(name) + 1, start + len(name) + 1 + len(cue))]
                spans.append((spans[1][1] + 6, spans[1][1] + 6 + len(content)))
                source, found, said = (Passage(text[x:y], ((x, y),)) for x, y in spans)
                speaker = Speaker(re.sub(r"\W+", "-", name.lower()), name, P)
                items.append(
                    Statement(
                        f"a{a}-{len(items)}",
                        f"a{a}",
                        "text",
                        "paragraph",
                        Kind.INDIRECT,
                        source,
                        found,
                        said,
                        speaker,
                        0.5,
                    )
                )
        made.append(Article(f"a{a}", text))
    return Statements(tuple(items), Corpus(tuple(made)))


@pytest.fixture(scope="session")
def invent() -> Callable[..., Statements]:
    """Makes statements of invented speakers."""
    return _invented

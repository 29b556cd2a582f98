"""A rule for conversations: who has the floor in an interview, a transcript or a list of posts.

"Q: …", "HADAD: …" and "@port: …" at the head of a paragraph say whose turn it is. One such paragraph may be anything
("Note: …"), so a text is taken for a conversation only where names and turns repeat. A turn is one statement: its
source the name, its cue the colon, its content the rest of the paragraph and those without a name up to the next turn.
What "Q:" asks is no statement but the outlet's own words; so is a paragraph between turns that tells of the speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from framing.attribute.annotation import Attribution
from framing.resolve.antecedents import Discourse
from framing.resolve.layout import Layout
from framing.resolve.names import fold
from framing.resolve.phrases import Phrase
from framing.resolve.rules.rule import Edit
from framing.resolve.thresholds import CONFIDENCE, CONVERSATION
from framing.resolve.vocabulary import words
from framing.structure import Block, BlockKind
from framing.values import Span

__all__ = ["floor_of", "has_turns", "takes_the_floor", "touches"]

_ASKERS = frozenset(["q", "question", "interviewer", "reporter", "journalist"])
_ANSWERERS = frozenset(["a", "answer", "interviewee"])
_NAME = r"[A-Z](?:[^\s:“”\"]*[^\s:“”\",;!?])?(?: [^\s:“”\"]+){0,5}?(?: ?[(\[]@?[^()\[\]:]{1,40}[)\]])?"
_LABEL = re.compile(
    rf"[*_\-–—• ]{{0,4}}(?P<label>@\w{{2,30}}|{_NAME})[*_]{{0,3}} ?(?P<colon>:)[*_]{{0,3}}(?:\s+(?=\S)|$)"
)
_LETTER = re.compile(r"[*_]{0,3}(?P<label>[QA])(?P<colon>\.)[*_]{0,3}\s+(?=\S)")
_COLON = re.compile(r"[*_]{0,3}\s?[:.]")
_HANDLE = re.compile(r"@\w{2,30}$|.*\(@\w{2,30}\)$")
_ADDED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.HEADING, BlockKind.TITLE)


@dataclass(frozen=True, slots=True)
class _Turn:
    """The block with a name before its colon; spans of the name, the mark and the words behind it (may be empty)."""

    block: int
    label: Span
    colon: Span
    rest: Span
    key: str
    """The name folded, without what is added in brackets."""


def takes_the_floor(layout: Layout, attributions: Sequence[Attribution]) -> Iterator[Edit]:
    """One attribution for each turn, in the place of those that the model found in it.

    Who says what within a turn is not told apart, as within a quotation: the words are the speaker's. A post that
    quotes somebody is left as the model found it.
    """
    turns = _turns(layout)
    spoken: list[Attribution] = []
    for n, turn in enumerate(turns):
        if turn.key in _ASKERS:
            continue  # the outlet's own words
        post = _HANDLE.match(layout.text, *turn.label) is not None
        if post and any(_quotes(layout, a, turn.rest) for a in attributions):
            continue
        one = _statement(layout, turn, turns[n + 1] if n + 1 < len(turns) else None, attributions)
        if one is not None:
            spoken.append(one)
    taken = [s for a in spoken for s in (*a.source, *a.cue, *a.content)]
    for one in attributions:
        if touches(one, taken) or _is_asked(layout, one):
            yield one, None
    for one in spoken:
        yield None, one


def _is_asked(layout: Layout, one: Attribution) -> bool:
    """Whether what the model found is the question of an unnamed asker: "Reporter: And then?"."""
    text = layout.text
    label = " ".join(text[a:b] for a, b in one.source)
    asks = "?" in text[one.content[-1][1] - 1 : one.content[-1][1] + 1]
    return asks and fold(label) in _ASKERS and [text[a:b] for a, b in one.cue] == [":"]


def touches(found: Attribution, spans: Sequence[Span]) -> bool:
    """Whether any part of an attribution overlaps some spans, which are in order and apart."""
    for start, end in (*found.source, *found.cue, *found.content):
        i = bisect_right(spans, start, key=itemgetter(1))
        if i < len(spans) and spans[i][0] < end:
            return True
    return False


def _quotes(layout: Layout, found: Attribution, span: Span) -> bool:
    """Whether an attribution in a span has content in quotation marks."""
    return any(span[0] <= a < span[1] and layout.quoted(a) is not None for a, _ in found.content)


def _statement(layout: Layout, turn: _Turn, after: _Turn | None, found: Sequence[Attribution]) -> Attribution | None:
    blocks = layout.annotation.document.blocks
    content = [turn.rest] if turn.rest[0] < turn.rest[1] else []
    last = after.block if after else turn.block + (1 if content else 2)
    for block in blocks[turn.block + 1 : last]:
        if block.kind not in _PROSE or (content and _is_narrated(layout, block, turn, found)):
            break
        content.append((block.start, block.end))
    if not content:
        return None
    start, end = content[-1]
    if layout.text[end - 1] == "." and end - start > 1:
        content[-1] = (start, end - 1)
    return Attribution((turn.label,), (turn.colon,), tuple(content), CONFIDENCE.turn)


def _is_narrated(layout: Layout, block: Block, turn: _Turn, found: Sequence[Attribution]) -> bool:
    """Whether a paragraph between turns is the outlet's: it names the speaker, or says who says what."""
    name = turn.key.split()[-1]
    if len(name) > 1 and name in fold(layout.text[block.start : block.end]).split():
        return True
    return any(block.start <= a < block.end for f in found for a, _ in f.content)


def _turns(layout: Layout) -> list[_Turn]:
    """The turns of a conversation, in order; none where the text is no conversation."""
    candidates = _candidates(layout)
    posts = [t for t in candidates if _HANDLE.match(layout.text, *t.label)]
    speakers = [t for t in candidates if t not in posts]
    counts = Counter(t.key for t in speakers)
    persons = _persons(layout, speakers)
    letters = {t.key for t in speakers} & (_ASKERS | _ANSWERERS)
    if not (persons or len(letters) > 1):
        speakers = []
    others = {t.key for t in speakers if counts[t.key] > 1 and _is_somebody(layout, t)}
    named = [t for t in speakers if t.key in persons | letters | others]
    again = Counter(t.key.split()[-1] for t in named)  # "HADAD" is Lena Hadad
    asked = len(letters) > 1  # "Q:" and "A:" are signs enough
    few = len(named) < CONVERSATION.turns or max(again.values()) < 2
    if (few and not asked) or not _is_dense(layout, named):
        named = []
    if len(posts) + len(named) < CONVERSATION.posts:
        posts = []
    chosen = {t.block for t in (*named, *posts)}
    return [t for t in candidates if t.block in chosen]


def has_turns(layout: Layout) -> bool:
    """Whether names before colons tell who has the floor."""
    return bool(_turns(layout))


def _candidates(layout: Layout) -> list[_Turn]:
    text = layout.text
    found: list[_Turn] = []
    for n, block in enumerate(layout.annotation.document.blocks):
        if block.kind not in _PROSE:
            continue
        label = _LABEL.match(text, block.start, block.end) if text.find(":", block.start, block.end) >= 0 else None
        match = label or _LETTER.match(text, block.start, block.end)
        if match is None:
            continue
        name, rest = match.span("label"), (match.end(), block.end)
        key = fold(_ADDED.sub("", text[slice(*name)]))
        words_follow = rest[0] == rest[1] or any(c.isalpha() for c in text[slice(*rest)])  # "Clinton: 547" is a table's
        if key and words_follow:
            found.append(_Turn(n, name, match.span("colon"), rest, key))
    return found


def _persons(layout: Layout, turns: Sequence[_Turn]) -> frozenset[str]:
    """Names before colons that are people's: tagged so, or sharing a word with one that is, as a surname does."""
    known: set[str] = set()
    for entity in layout.entities:
        if entity.type == "person":
            known.update(fold(layout.text[entity.start : entity.end]).split())
    common = words()
    return frozenset(
        t.key
        for t in turns
        if any(w in known and not common.is_title(w) for w in t.key.split()[-1:]) and len(t.key.split()) <= 4
    )


def _is_somebody(layout: Layout, turn: _Turn) -> bool:
    """Whether a repeated label is somebody: a moderator, the court, an outlet or another body that is named."""
    phrase = layout.phrase(turn.label)
    if phrase is None:
        return False
    return (
        bool(phrase.roles) or phrase.entity in ("organisation", "person") or layout.text[slice(*turn.label)].isupper()
    )


def _is_dense(layout: Layout, turns: Sequence[_Turn]) -> bool:
    blocks = layout.annotation.document.blocks[turns[0].block : turns[-1].block + 1]
    prose = sum(b.kind in _PROSE for b in blocks)
    return len(turns) >= CONVERSATION.dense * prose


def floor_of(layout: Layout, phrase: Phrase, discourse: Discourse) -> int | str | None:
    """Who "A" of an interview or the account "@port" is: the number of an actor, or what to call somebody unnamed.

    Who answers is the one person that the text names outside the turns before, if it is one; whose an account is, a
    name before "(@port)" says. None for any other source.
    """
    start, end = phrase.head
    name = layout.text[start:end]
    if layout.text[start - 1 : start] == "@" or name.startswith("@"):
        handle = name.removeprefix("@")
        for match in re.finditer(rf"(\w)\s?\(@{re.escape(handle)}\)", layout.text):
            actor = discourse.roster.at(layout.base + match.start(1), layout.base + match.end(1))
            if actor is not None:
                return actor.number
        return f"@{handle}"
    low = name.lower()
    if low not in _ANSWERERS or not _COLON.match(layout.text, end):
        return None
    actors = discourse.actors
    before = {
        m.actor
        for m in discourse.roster.persons
        if m.start < layout.base + start
        and discourse.content_at(m.start) is None
        and fold(actors[m.actor].name) not in _ASKERS | _ANSWERERS
    }
    return before.pop() if len(before) == 1 else "interviewee"

"""Who is named in an article: every mention of a name, and the actors they are names of.

Built from the text alone, before any speaker is resolved. Names are matched within one article;
nothing here knows of other articles.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter, itemgetter

from framing.attribute.annotation import EntityType
from framing.function_words import FUNCTION_WORDS
from framing.resolve.actors import Actor, Mention, Roster
from framing.resolve.clusters import RawName, cluster_others, cluster_persons
from framing.resolve.kinds import is_armed_group
from framing.resolve.layout import Layout
from framing.resolve.names import (
    clean,
    country_of,
    fold,
    is_acronym,
    person_parts,
    strip_titles,
)
from framing.resolve.phrases import Form, Phrase
from framing.resolve.titles import NO_TITLES, read_titles
from framing.resolve.vocabulary import first_name_gender, singular, words
from framing.structure import BlockKind
from framing.values import Span

__all__ = ["Actor", "Mention", "Roster", "build_roster"]

_BEFORE = re.compile(r"([\w.\-]+)[ \u00a0]$")
_SPACES = (" ", "\u00a0")
_GIVEN = re.compile(r"([A-Z][\w\-]+) (?:[A-Z]\. ?)?$")
_OWNED = re.compile(r"(?:the )?([\w.]+)['’]s (.+)$")
_REPORTED = re.compile(r" (?:has |had )?report(?:ed|s)\b")
_DAY = re.compile(r"(?:\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)+$")
_SIBLING = re.compile(r"(?:^|(?<!\w)[a-z]\w* |[.,:;] )[A-Z][a-z]+ (?:and|&) $")
_ASIDE = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.PROMOTION})
_AGED = re.compile(r"\b(younger|elder|older) (?:Mr\.? )?$")
_JOINED = (" and ", " & ")
_AGED_ENDS = ("er ", "Mr ", "Mr. ")
_AGED_SUFFIX = {"younger": "jr", "elder": "sr", "older": "sr"}
_STATE = re.compile(r" \(([A-Z][a-z]{1,4}\.|[A-Z]{2})\)")
"""A state behind a legislator's name: "Sen. Dora Finch (Ky.)"."""
_COLLECTIVE = frozenset(["group", "militia", "movement", "faction", "organisation", "organization"])
"""Nouns that, right before a name, tell that it is no person's."""
_KINDS = ("person", "organisation", "place", "group")
_LOCATIVE = frozenset(["in", "near", "outside", "into", "around", "inside", "throughout", "across"])


def build_roster(
    fields: Sequence[Layout], phrases: Sequence[tuple[int, Phrase]], *, apart: frozenset[tuple[str, str]] = frozenset()
) -> Roster:
    """Actors and mentions of an article; ``phrases`` are the source phrases with the index of their field.

    ``apart`` are pairs of folded names that the user says are not the same person's.
    """
    raws = _collect(fields, phrases)
    kinds = _vote(raws, fields)
    actors: list[Actor] = []
    persons = [r for r in raws if kinds[fold(r.name)]]
    cluster_persons(persons, actors, apart)
    cluster_others([r for r in raws if not kinds[fold(r.name)]], actors, fields)
    mentions = sorted(
        (
            Mention(
                fields[r.layout].base + r.start,
                fields[r.layout].base + r.end,
                r.actor,
                r.layout,
                fields[r.layout].quoted(r.start) is not None,
                r.bare,
            )
            for r in raws
        ),
        key=attrgetter("start", "end"),
    )
    for m in mentions:
        state = _STATE.match(fields[m.layout].text, m.end - fields[m.layout].base) if actors[m.actor].person else None
        if state is not None:
            actors[m.actor].states.add(fold(state.group(1)))
    free = [m for m in mentions if not m.quoted and not _is_aside(m, fields[m.layout])]
    return Roster(
        tuple(actors),
        tuple(mentions),
        tuple(m for m in free if actors[m.actor].person),
        tuple(m for m in free if not actors[m.actor].person),
    )


def _is_aside(mention: Mention, layout: Layout) -> bool:
    """Whether a name stands in a caption, a credit or a promotion, where nothing refers back to it."""
    blocks = layout.annotation.document.blocks
    return bool(blocks) and blocks[layout.block(mention.start - layout.base)].kind in _ASIDE


def _ends(text: str, end: int, signs: tuple[str, ...]) -> bool:
    """Whether one of these signs, or one and a line break, ends at a place: a cheap look before a search."""
    return text.endswith(signs, 0, end - 1 if text[end - 1 : end] == "\n" else end)


def _titles_before(text: str, start: int, floor: int) -> tuple[str, ...]:
    """Titles right before a name, nearest last."""
    found: list[str] = []
    while _ends(text, start, _SPACES) and (match := _BEFORE.search(text, max(floor, start - 24), start)):
        low = match.group(1).lower().rstrip(".")
        short = low in words().titles or low in words().honorifics
        if not (short or (words().is_title(low) and not match.group(1).endswith("."))):
            break
        found.append(low)
        start = match.start()
    return tuple(reversed(found))


def _collect(fields: Sequence[Layout], phrases: Sequence[tuple[int, Phrase]]) -> list[RawName]:
    """Names in order: the heads of source phrases, and all entities beside them."""
    raws: list[RawName] = []
    heads: list[dict[Span, Phrase]] = [{} for _ in fields]
    for index, phrase in phrases:
        if phrase.form is Form.NAME and phrase.entity != "group":
            heads[index].setdefault(phrase.head, phrase)
    for index, layout in enumerate(fields):
        taken = sorted(heads[index])
        spans: list[tuple[int, int, EntityType | None, Phrase | None]] = []
        for span in taken:
            if spans and span[0] < spans[-1][1]:
                continue
            phrase = heads[index][span]
            spans.append((span[0], span[1], phrase.entity, phrase))
        sources = [s[:2] for s in spans]
        for entity in layout.entities:
            if entity.type == "group":
                continue
            i = bisect_left(sources, entity.start + 1, key=itemgetter(1))
            if i < len(sources) and sources[i][0] < entity.end:
                continue
            spans.append((entity.start, entity.end, entity.type, None))
        for start, end, kind, found in sorted(spans, key=itemgetter(0, 1)):
            raws.append(_raw(layout, index, start, end, kind, found))
    return [r for r in raws if r.name and not (r.phrase is None and words().is_title(r.name.lower().rstrip(".")))]


def _raw(layout: Layout, index: int, start: int, end: int, kind: EntityType | None, phrase: Phrase | None) -> RawName:
    text = layout.text
    surface = text[start:end]
    titles: tuple[str, ...] = ()
    possessor = ""
    given = _GIVEN.search(text, max(0, start - 24), start) if kind == "person" and " " not in surface.strip() else None
    if given and _is_given_name(given.group(1)):
        start = given.start()
        surface = text[start:end]
    name = clean(_DAY.sub("", surface) if surface.endswith("day") else surface)
    if kind in ("person", None):
        stripped, inside = strip_titles(name)
        titles = (*_titles_before(text, start, 0), *inside)
        if kind == "person" or titles:
            name = stripped
    if kind is None and titles:
        kind = "person"
    if kind == "organisation":
        i = layout.entity_at(max(start - 4, 0), start)
        before = layout.entities[i] if i >= 0 and layout.entities[i].end <= start else None
        if before is not None and before.type in ("place", "group"):
            between = text[before.end : start]
            head = name.split()[-1].lower() if name else ""
            if between in ("'s ", "’s ") and head in words().bodies:
                possessor = text[before.start : before.end]
            elif between == " " and head in words().bodies and words().bodies[head] == "government":
                name, start = f"{text[before.start : before.end]} {name}", before.start
        inner = _OWNED.match(name)
        if inner and (country_of(inner.group(1)) or _is_state_body(inner.group(1), inner.group(2))):
            possessor, name = inner.group(1), inner.group(2)
    listed = kind == "person" and " " in name and _ends(text, start, _JOINED)
    family = listed and bool(_SIBLING.search(text, max(0, start - 32), start))
    held, younger = NO_TITLES, ""
    if kind == "person":
        low = layout.sentence_span(start)[0]
        held = read_titles(text, start, low)
        aged = _AGED.search(text, max(low, start - 16), start) if _ends(text, start, _AGED_ENDS) else None
        younger = _AGED_SUFFIX[aged.group(1)] if aged else ""
    return RawName(index, start, end, name, kind, titles, phrase, possessor, family=family, held=held, younger=younger)


def _is_given_name(word: str) -> bool:
    """Whether a capitalised word before a name is one's first name that the tagger missed, and not "Then" or "Dean"."""
    low = word.lower()
    if low in words().given_names:
        return True
    if low == "said":  # a name of its own, but not in English
        return False
    common = low in FUNCTION_WORDS or words().is_title(low) or low in words().title_modifiers or country_of(word)
    return len(low) > 2 and not common and bool(first_name_gender(fold(word)))


def _is_state_body(owner: str, name: str) -> bool:
    """Whether "Zelgia's Defense Ministry" may be called Zelgian; "Seamen's Union" and "King's College" may not."""
    plural = singular(owner.lower()) != owner.lower()
    return not plural and words().bodies.get(name.split()[-1].lower()) == "government"


def _word_before(text: str, low: int, start: int) -> str:
    """The word right before a position, in lower case; "" where there is none."""
    if text[start - 1 : start] not in _SPACES:
        return ""
    last = text[low : start - 1].rsplit(" ", 1)[-1]
    if not last.isalpha():  # a mark or a digit: look closely
        match = _BEFORE.search(text, low, start)
        last = match.group(1) if match else ""
    return last.lower()


def _vote(raws: Sequence[RawName], fields: Sequence[Layout]) -> dict[str, bool]:
    """For every folded name whether it is a person's: by the tagger, titles and prepositions before it."""
    votes: dict[str, dict[str, int]] = {}
    surnames: set[str] = set()
    for r in raws:
        vote = votes.setdefault(fold(r.name), dict.fromkeys(_KINDS, 0))
        if r.titles:
            vote["person"] += 2
        known = words()
        tokens = r.name.split()
        body = tokens[-1].lower() in known.bodies
        if r.type is not None:
            kind: str = r.type
            if kind == "person" and len(tokens) == 1 and is_acronym(r.name) and len(r.name) < 5 and not r.titles:
                kind = "organisation"
            vote[kind] += 1
        elif body or is_acronym(r.name) or (r.phrase is not None and r.phrase.determiner):
            vote["organisation"] += 1
        else:
            vote["person"] += 1
        if country_of(r.name) and not r.titles:
            vote["place"] += 1
        if is_armed_group(r.name) and not r.titles:
            vote["organisation"] += 2
        if len(tokens) == 1 and not r.titles and _REPORTED.match(fields[r.layout].text, r.end):
            vote["organisation"] += 2  # papers report; people say
        before = _word_before(fields[r.layout].text, max(0, r.start - 16), r.start)
        if before in _LOCATIVE and r.type != "organisation":
            vote["place"] += 1
        if before in _COLLECTIVE and not r.titles:
            vote["organisation"] += 3
        if len(tokens) > 1 and (r.type == "person" or r.titles):
            parts, _ = person_parts(r.name)
            surnames.add(parts[-1])
    result: dict[str, bool] = {}
    for name, vote in votes.items():
        others = vote["organisation"] + vote["place"]
        result[name] = vote["person"] > others or (" " not in name and name in surnames and vote["place"] < 2)
    return result

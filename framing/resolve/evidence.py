"""What an article says of the actors it names: roles, nationality, gender, kind of body.

All from the words next to their names. Long articles stay cheap: only the first mentions of an actor
are looked at closely, for that is where news texts introduce people.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from framing.resolve.kinds import kind_of_actor
from framing.resolve.layout import Layout
from framing.resolve.names import country_of, fold, same_place
from framing.resolve.phrases import Form, Phrase, read_tokens
from framing.resolve.roster import Actor, Mention, Roster
from framing.resolve.thresholds import REACH
from framing.resolve.tokens import Token, tokenise
from framing.resolve.vocabulary import FINITE, STOP, Gender, singular, words
from framing.values import Span, SpeakerType

__all__ = ["affiliation_of", "gather_evidence"]

_OPENS = frozenset(["a", "an", "the", "his", "her", "its", "their", "another", "one", "former", "then"])
_PRONOUN = re.compile(r"[HhSs](?<!\w[HhSs])(?:(?<=[Hh])(?:e|is|er(?:self)?|im(?:self)?)|(?<=[Ss])he)\b")
_TOLD = re.compile(
    r"(?:\b(?:told|tells|telling|informed)|\bquoted by|\binterview (?:with|on|to|for)|"
    r"\b(?:cited|carried|published|reported|aired|broadcast) (?:by|on|in)|\bspeaking (?:to|on|with)|"
    r"\b(?:wrote|writes|writing) (?:in|for))"
    r"(?: the| [A-Z]\w+['’]s)? $"
)
_REPORTED = re.compile(
    r"(?:['’]s \w+)?,? (?:has |have |had )?(?:first |also )?"
    r"(?:reported|reports|crew|correspondent|journalist|reporter)\b"
)
_ARMED_BEFORE = re.compile(
    r"(?:\b(?:terror|terrorist|militant|jihadist|jihadi|insurgent|extremist|guerrilla|rebel|separatist|paramilitary|"
    r"armed) (?:[\w\-]+ ){0,2}?(?:groups?|organi[sz]ation|movement|network|faction|outfit|militia|army),? "
    r"(?:called |known as )?|"
    r"\b(?:militants|fighters|terrorists|jihadists|insurgents|gunmen|guerrillas|rebels) "
    r"(?:of|from|with|loyal to|allied with|affiliated with|linked to|belonging to) )(?:the )?$",
    re.I,
)
_TOLD_ENDS = ("told", "tells", "telling", "informed", "by", "with", "on", "to", "for", "in", "'s", "’s")
_ARMED_ENDS = (
    "group", "groups", "organisation", "organization", "movement", "network", "faction", "outfit", "militia", "army",
    "called", "as", "of", "from", "with", "to",
)  # fmt: skip
"""Ends of what these two patterns match before a name, without "the": a cheap look before a search."""
_NOUN_BEFORE = re.compile(r"([\w\-]+),? $")
_NOUN_BEHIND = re.compile(r"(?: ?\([^)]*\))?, (?:an?|the) ((?:[\w\-,]+ ){1,9})")
_OPENING = frozenset([",", " ", "("])
_AFTER = re.compile(r"(?:['’]s)?(?:-\w+)? ([a-z][\w\-]+)")
_PARTY = re.compile(r"\s?[(,]\s?([RD])(?:[-–](\w[\w.]*))?")
_WORD_BEFORE = re.compile(r"([\w.\-]+) $")
_RIGHT = re.compile(r"(?:['’]s)? ?(?:[,(–—]| (?:is|was|became) )| (?:is|was|became) ")
_BELONGS = re.compile(r"(?:of|for|from) ")
_NOT_OF = re.compile(r"-(?:based|held|backed|led|born|controlled|funded|trained|style)")
_NOT_MEDIA = frozenset(
    ["police", "ministry", "department", "government", "committee", "congress", "senate", "court", "military", "army"]
)


def gather_evidence(roster: Roster, fields: Sequence[Layout], phrases: Sequence[tuple[int, Phrase]]) -> None:
    """Add to the roster's actors what their surroundings tell."""
    for index, phrase in phrases:
        if phrase.form is not Form.NAME:
            continue
        base = fields[index].base
        actor = roster.at(base + phrase.head[0], base + phrase.head[1])
        if actor is not None:
            _add_phrase(actor, phrase)
            _affiliate(actor, phrase, fields[index], roster)
    seen = [0] * len(roster.actors)
    for mention in roster.mentions:
        actor = roster.actors[mention.actor]
        layout = fields[mention.layout]
        start, end = mention.start - layout.base, mention.end - layout.base
        if not actor.person:
            _body_context(actor, layout.text, start, end)
            continue
        party = _PARTY.match(layout.text, end)
        if party:
            actor.roles.add("republican" if party.group(1) == "R" else "democrat")
            if party.group(2):
                actor.states.add(fold(party.group(2)))
        if seen[actor.number] < REACH.close_mentions:
            seen[actor.number] += 1
            _introduce(roster, layout, mention)
    _pronoun_votes(roster, fields)
    for actor in roster.actors:
        actor.settled = actor.gender


def _add_phrase(actor: Actor, phrase: Phrase) -> None:
    actor.roles.update(phrase.roles)
    actor.words.update(fold(w) for w in phrase.modifiers)
    for role in phrase.roles:
        gender = words().gender.get(role)
        if gender:
            actor.genders[gender] += 5


def affiliation_of(phrase: Phrase, layout: Layout, roster: Roster) -> str | None:
    """The country or body that a phrase says a source belongs to: "Russian FM", "spokesman for the SDF"."""
    spans: list[Span] = [(phrase.core[0], phrase.head[0])]
    spans += [s for s in (phrase.possessor, phrase.apposed) if s is not None]
    if phrase.complement and _BELONGS.match(layout.text, phrase.complement[0]):
        spans.append(phrase.complement)
    for start, end in spans:
        i = layout.entity_at(start, end) if start < end else -1
        while 0 <= i < len(layout.entities) and layout.entities[i].start < end:
            entity = layout.entities[i]
            i += 1
            if entity.type == "person" or _NOT_OF.match(layout.text, entity.end):
                continue
            surface = layout.text[entity.start : entity.end]
            if entity.type == "organisation":
                actor = roster.at(layout.base + entity.start, layout.base + entity.end)
                state = actor is not None and kind_of_actor(actor) is SpeakerType.GOVERNMENT
                country = country_of(surface) or (country_of(surface.split()[0]) if state else None)
                return country or (actor.name if actor is not None else surface)
            country = country_of(surface) or next((n for n in roster.places if same_place(n, surface)), None)
            if country is not None or entity.type == "place":
                return country or surface
    return None


def _affiliate(actor: Actor, phrase: Phrase, layout: Layout, roster: Roster) -> None:
    if actor.affiliation is None:
        found = affiliation_of(phrase, layout, roster)
        actor.affiliation = None if found is not None and found in actor.name else found


def _introduce(roster: Roster, layout: Layout, mention: Mention) -> None:
    """Roles before the name, and in apposition before and after it."""
    start, end = mention.start - layout.base, mention.end - layout.base
    text = layout.text
    low, high = layout.sentence_span(start)
    if text.endswith(", ", low, start) or _is_titled(text, max(low, start - 24), start):
        _introduced_before(roster, layout, mention, low)
    if _RIGHT.match(text, end, high):
        _introduced_after(roster, layout, mention, high)


def _is_titled(text: str, low: int, start: int) -> bool:
    """Whether the word before a name is a title or a role."""
    before = _WORD_BEFORE.search(text, low, start)
    return before is not None and words().is_title(before.group(1).lower())


def _introduced_before(roster: Roster, layout: Layout, mention: Mention, low: int) -> None:
    """Titles and roles before a name, right before it or in apposition."""
    actor = roster.actors[mention.actor]
    start, end = mention.start - layout.base, mention.end - layout.base
    text = layout.text
    left = tokenise(text, max(low, start - REACH.apposition), start, layout.entities)
    at = len(left)
    while at > 0 and left[at - 1].word and left[at - 1].low not in STOP and len(left) - at < 9:
        known = left[at - 1].entity
        if known is not None and known.type == "person" and known.end <= start:
            break  # a title is not behind another's name: "Mayor Ada Kern met Gov. Luis Ortega"
        if left[at - 1].possessive or (left[at - 1].text.islower() and left[at - 1].low.endswith("ed")):
            break
        at -= 1
    before = left[at:]
    if before and words().role(before[-1].low):
        roles = tuple(r for t in before if (r := words().role(t.low)))
        _add(actor, roles, tuple(t.low for t in before))
        titled = (before[0].start, start)
        _affiliate(actor, Phrase(Form.NAME, (start, end), titled, before[-1].low), layout, roster)
        if not actor.roles.isdisjoint(roles):
            left = left[:at]
            if left and left[-1].word and left[-1].low in ("the", "a", "an"):
                left = left[:-1]
    apposed = not mention.bare or text[end : end + 1] == "," or bool(before)
    if left and left[-1].text == "," and apposed:
        _add_description(actor, _apposition(left[:-1], last=True), layout, roster)


def _introduced_after(roster: Roster, layout: Layout, mention: Mention, high: int) -> None:
    """Roles in apposition after a name, or given by "is"."""
    actor = roster.actors[mention.actor]
    end = mention.end - layout.base
    right = tokenise(layout.text, end, min(high, end + REACH.apposition), layout.entities)
    if right and right[0].low == "'s":
        right = right[1:]
    if right and right[0].text in ",(–—":
        rest = right[1:]
        if len(rest) > 2 and rest[0].low.isdigit() and rest[1].text == ",":
            rest = rest[2:]
        relative = len(rest) > 3 and rest[0].low in ("who", "whom") and rest[1].low in ("is", "was", "serves", "served")
        if relative:
            rest = rest[3:] if rest[2].low == "as" else rest[2:]
        _add_description(actor, _apposition(rest, last=False), layout, roster)
    elif len(right) > 2 and right[0].low in ("is", "was", "became") and right[1].low in _OPENS:
        _add_description(actor, _apposition(right[1:], last=False), layout, roster)


def _apposition(tokens: list[Token], *, last: bool) -> Phrase | None:
    """The noun phrase up to the next comma (or after the last), if it reads like one."""
    marks = [i for i, t in enumerate(tokens) if not t.word and t.text in ',;:()–—"“”']
    part = tokens[(marks[-1] + 1 if marks else 0) :] if last else tokens[: marks[0] if marks else len(tokens)]
    cut = next((i for i, t in enumerate(part) if t.low in ("who", "whom", "which", "that", "whose")), len(part))
    part = part[:cut]
    if not part or len(part) > 22:
        return None
    first = part[0]
    opens = first.low in _OPENS or first.possessive or first.entity is not None or words().role(first.low) is not None
    possessed = any(t.possessive for t in part[:4])
    titled = first.low in words().title_modifiers or singular(first.low) in words().bodies
    if not (opens or possessed or titled) or (last and first.low in ("and", "but")):
        return None
    if last and any(t.low in FINITE and t.entity is None for t in part):
        return None
    phrase = read_tokens(part)
    if phrase is None or phrase.form is not Form.DESCRIPTION or not phrase.roles or phrase.plural:
        return None
    return phrase


def _add_description(actor: Actor, phrase: Phrase | None, layout: Layout, roster: Roster) -> None:
    if phrase is not None:
        _add(actor, phrase.roles, (*phrase.modifiers, phrase.word))
        _affiliate(actor, phrase, layout, roster)


def _add(actor: Actor, roles: tuple[str, ...], modifiers: tuple[str, ...]) -> None:
    actor.roles.update(roles)
    actor.words.update(fold(w) for w in modifiers)
    for role in roles:
        gender = words().gender.get(role)
        if gender:
            actor.genders[gender] += 5


def _noun_before(text: str, low: int, start: int) -> str:
    """The word before a position, in lower case, a comma and a space between allowed; "" where there is none."""
    if text[start - 1 : start] != " ":
        return ""
    last = text[low : start - 1].removesuffix(",").rsplit(" ", 1)[-1]
    if not last.isalpha():  # a mark or a digit: look closely
        match = _NOUN_BEFORE.search(text, low, start)
        last = match.group(1) if match else ""
    return last.lower()


def _body_context(actor: Actor, text: str, start: int, end: int) -> None:
    """Signs that a name is a news medium's or an armed group's."""
    known = words()
    tail = text[max(0, start - 24) : start].rstrip(" ,").lower().removesuffix(" the")
    if tail.endswith(_TOLD_ENDS) and text.startswith(" ", start - 1) and _TOLD.search(text, max(0, start - 40), start):
        actor.hints["told"] += 1
    if _REPORTED.match(text, end) and not any(t in _NOT_MEDIA for t in actor.name.lower().split()):
        actor.hints["reported"] += 1
    if tail.endswith(_ARMED_ENDS) and _ARMED_BEFORE.search(text, max(0, start - 70), start):
        actor.hints["armed"] += 1
    after = _AFTER.match(text, end)
    if after and after.group(1) in known.armed_context:
        actor.hints["armed"] += 1
    if known.bodies.get(_noun_before(text, max(0, start - 24), start)) == "media":
        actor.hints["newspaper"] += 1
    apposed = _NOUN_BEHIND.match(text, end, end + 110) if text[end : end + 1] in _OPENING else None
    if apposed:
        found = apposed.group(1).lower().replace(",", "").split()
        if any(w in known.armed_context for w in found):
            actor.hints["armed"] += 1
        elif any(known.bodies.get(w) == "media" for w in found[:4]):
            actor.hints["newspaper"] += 1


def _pronoun_votes(roster: Roster, fields: Sequence[Layout]) -> None:
    """Gender of people by the pronouns that can refer to nobody else nearby."""
    persons = roster.persons
    starts = [m.start for m in persons]
    sexes = {a.usual for a in roster.actors if a.person and len(a.name.split()) > 1}
    for layout in fields:
        for match in _PRONOUN.finditer(layout.text):
            at = match.start()
            if layout.quoted(at) is not None:
                continue
            sentence = layout.sentence(at)
            low = layout.base + layout.sentences[max(sentence - 1, 0)] if layout.sentences else layout.base
            hi = bisect_left(starts, layout.base + at)
            lo = bisect_right(starts, low - 1)
            near = {m.actor for m in persons[lo:hi]}
            if len(near) == 1 and hi - lo < 12:
                actor = roster.actors[near.pop()]
                gender = "f" if match.group().lower() in ("she", "her", "herself") else "m"
                other = actor.usual not in ("", gender) and gender in sexes  # there is somebody else of that sex
                if actor.usual == gender or not (other or _told_of_another(roster, lo, low, actor, gender)):
                    actor.genders[gender] += 1


def _told_of_another(roster: Roster, index: int, position: int, actor: Actor, gender: Gender) -> bool:
    """Whether a person of a sex is named shortly before the sentences at a position, and is somebody else."""
    before = roster.persons[max(0, index - 4) : index]
    others = (roster.actors[m.actor] for m in before if position - m.start < REACH.sentence)
    return any(o is not actor and o.usual == gender for o in others)

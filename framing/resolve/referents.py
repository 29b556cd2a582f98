"""Whom "the president", "the Ohio congressman" and "the former mayor" mean: who has the office, else who is in focus.

An office the text gives somebody decides first, with place, party and the other words of the phrase; who of several is
meant, the salience of :mod:`framing.resolve.antecedents`. Where nobody has the office, nouns that news texts use for
people known already ("the billionaire", "the Vermont senator", "the former pollster") mean the one in focus, if nothing
that the text says of that one speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from framing.resolve.antecedents import Discourse
from framing.resolve.descriptions import is_epithet, is_placed
from framing.resolve.layout import Layout
from framing.resolve.names import country_of, fold, is_acronym, same_place
from framing.resolve.nouns import is_individual
from framing.resolve.phrases import Phrase
from framing.resolve.roster import Actor
from framing.resolve.thresholds import REFERENT
from framing.resolve.titles import KIN, same_office
from framing.resolve.vocabulary import WEAK, Gender, load, words
from framing.values import SpeakerType

__all__ = ["find_acronym", "find_person", "find_relative", "is_bare", "learn"]

_LISTS = load("referents.yml")
_OFFICES = frozenset(_LISTS["offices"])
_CANDIDATES = frozenset(_LISTS["candidates"])
_BODIES = frozenset(_LISTS["bodies"])
_RUNNING = frozenset({"candidate", "nominee", "front-runner", "frontrunner", "contender", "hopeful", "challenger"})
_KNOWN = frozenset(_LISTS["known"])
_TELLING = frozenset(_LISTS["telling"])
_OTHERS = frozenset(_LISTS["not_politicians"])
_PAST = frozenset(_LISTS["past"])
_BARE = frozenset(_LISTS["bare"])
_POLITICIANS = frozenset(_LISTS["politicians"])
_REPUBLICAN = frozenset({"republican", "gop", "conservative"})
_DEMOCRAT = frozenset({"democrat", "democratic", "liberal"})
_AGE = re.compile(r"\d{1,3}-year-old|\d{2}")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a definite phrase says of the person it means."""

    word: str
    kinds: frozenset[str]
    gender: Gender
    places: tuple[str, ...]
    others: tuple[str, ...]
    past: bool
    known: bool
    """Whether its noun stands for somebody known already."""


def find_person(
    phrase: Phrase, position: int, discourse: Discourse, groups: frozenset[str], *, number: int | None = None
) -> int | None:
    """The person, or unnamed individual that spoke, whom a definite phrase at a position means, or None.

    ``number`` is the attribution it is the source of; who is named in its content is not its speaker.
    """
    wanted = _wanted(phrase, groups)
    ranked = discourse.rank(position, discourse.roster.persons, is_individual, exclude_content=number)
    top = ranked[0][0] if ranked else 0.0
    focus = {actor: value - top for value, actor in ranked}
    owners = _names_before_head(phrase, discourse.layout(position))
    told = discourse.actors_in(number)
    sex = discourse.told_gender(number)
    met = _met(discourse, position)
    nearest = next((n for n in met if discourse.actors[n].person), None)
    alone = wanted.known and not phrase.possessive and _stands_alone(phrase, wanted, discourse.layout(position).text)
    best: tuple[float, int] | None = None
    for actor_number in met:
        actor = discourse.actors[actor_number]
        if actor.plural or (owners and not actor.named and _is_anothers(actor.name, owners)):
            continue
        points = _agreement(wanted, actor, groups)
        salience = max(focus.get(actor_number, -REFERENT.unseen), -REFERENT.unseen)
        salience += REFERENT.nearest if actor_number == nearest else 0.0
        salience += REFERENT.disagrees if sex and actor.gender not in ("", sex) else 0.0
        if points is None:
            seen = actor_number in focus and focus[actor_number] + top > REFERENT.least
            seen = seen or (wanted.word in _CANDIDATES and discourse.mention_count(actor_number) >= REFERENT.often)
            if not (alone and seen and actor.person and actor_number not in told and _may_be(wanted, actor, groups)):
                continue
            points = REFERENT.open
            salience += _leaning(wanted, actor) + _topic(wanted, actor, discourse.mention_count(actor_number))
        elif wanted.word in _CANDIDATES and not wanted.places:
            salience += _topic(wanted, actor, discourse.mention_count(actor_number))
        points += REFERENT.focus * salience - (REFERENT.told if actor_number in told else 0.0)
        if points > 0 and (best is None or points > best[0]):
            best = (points, actor_number)
    return best[1] if best is not None else None


def find_relative(phrase: Phrase, discourse: Discourse) -> int | None:
    """Who "his wife" is: the only one whom the article introduces by that noun, if it is one."""
    if phrase.word not in KIN:
        return None
    found = [a.number for a in discourse.roster.actors if a.person and phrase.word in a.kin]
    return found[0] if len(found) == 1 else None


def is_bare(word: str) -> bool:
    """Whether a noun tells too little to stand for somebody who was not introduced by it: "the man"."""
    return word in _BARE


def learn(actor: Actor, phrase: Phrase, groups: frozenset[str]) -> None:
    """Add to an actor what a phrase tells of him: a place, and the sex where only a first name told another."""
    if not actor.person:
        return
    actor.words.update(m for m in map(fold, phrase.modifiers) if is_placed(m, groups))
    gender = words().gender.get(phrase.word, "")
    if gender and not actor.genders[actor.gender]:
        actor.genders[gender] += 1
        actor.settled = gender


def _met(discourse: Discourse, position: int) -> list[int]:
    """Persons named and individuals heard before a position, the last first."""
    last: dict[int, int] = {}
    for mention in discourse.before(discourse.roster.persons, position):
        last[mention.actor] = mention.start
    for spoken in discourse.spoken_before(position):
        actor = discourse.actors[spoken.actor]
        if actor.person or actor.kind is SpeakerType.ANONYMOUS:
            last[spoken.actor] = max(spoken.start, last.get(spoken.actor, spoken.start))
    return sorted(last, key=lambda n: -last[n])


def _wanted(phrase: Phrase, groups: frozenset[str]) -> _Wanted:
    known = words()
    modifiers = [fold(m) for m in phrase.modifiers]
    if "and" in modifiers:  # "the mogul and television star"
        modifiers = modifiers[: modifiers.index("and")]
    word = phrase.word
    if "vice" in modifiers and word == "president":
        word, modifiers = "vice-president", [m for m in modifiers if m != "vice"]
    past = any(m in _PAST for m in modifiers)
    weighed = [m for m in modifiers if m not in WEAK and m not in _PAST]
    places = tuple(m for m in weighed if is_placed(m, groups) and m not in ("gop",))
    others = tuple(m for m in weighed if m not in places)
    places = (*places, " ".join(places)) if len(places) > 1 else places
    aged = any(_AGE.fullmatch(m) for m in modifiers) or _AGE.fullmatch(word) is not None
    stands = word not in _BARE and (word in _KNOWN or is_epithet(word) or past or aged)
    return _Wanted(
        word,
        known.kinds.get(word, frozenset({word})),
        known.gender.get(phrase.word, ""),
        places,
        others,
        past,
        stands,
    )


def _agreement(wanted: _Wanted, actor: Actor, groups: frozenset[str]) -> float | None:
    """Points of an actor that has the office or is of the kind that is wanted; None for one who has not."""
    points = _fit(wanted.word, actor)
    own = _own_places(actor, groups)
    local = any(_is_local(p, o) for p in wanted.places for o in own)
    if points == 0 and local and (is_epithet(wanted.word) or wanted.word in _KNOWN) and _may_be(wanted, actor, groups):
        points = REFERENT.local
    if points == 0 and is_epithet(wanted.word):
        hits = sum(m in actor.words for m in wanted.others)
        points = 1.0 if hits and (not actor.roles.isdisjoint(wanted.kinds) or _AGE.fullmatch(wanted.word)) else 0.0
    if points == 0:
        return None
    if not _has_gender(wanted, actor) or (wanted.places and _contradicts(wanted.places, own)):
        return None
    points += REFERENT.place if local else 0.0
    for word in wanted.others:
        has = word in actor.words or words().role(word) in actor.roles
        missing = REFERENT.telling if word in _TELLING and actor.person else REFERENT.missing
        points += REFERENT.modifier if has else missing
    if wanted.past:
        points += 1.0 if same_office(wanted.word, set(actor.past)) or "former" in actor.words else 0.0
    elif same_office(wanted.word, set(actor.past)) and not same_office(wanted.word, set(actor.offices)):
        points += REFERENT.was
    foreign = [p for p in wanted.places if country_of(p.title())]
    if wanted.word in _OFFICES and actor.person and not local:
        abroad = any(country_of(o.title()) for o in own)
        points += REFERENT.elsewhere if foreign else REFERENT.abroad if abroad and not wanted.places else 0.0
    return points + (0.0 if actor.person else REFERENT.unnamed if wanted.known else REFERENT.heard)


def _fit(word: str, actor: Actor) -> float:
    """How well a role noun fits an actor: 3 the same office, 2 by kind, 0 not; "the mayor" is no official before."""
    if word == "vice-president":
        return 3.0 if word in actor.offices or word in actor.past or {"vice", "president"} <= actor.words else 0.0
    if same_office(word, {*actor.offices, *actor.past}):
        return 3.0
    if word == "president" and ("vice" in actor.words or "vice-president" in {*actor.offices, *actor.past}):
        return 0.0
    if word in ("republican", "democrat") and word in actor.roles:
        return REFERENT.epithet
    if same_office(word, actor.roles):
        return 3.0 if word in _OFFICES or not is_epithet(word) else REFERENT.epithet
    if word == "premier" and "minister" in actor.roles and "prime" in actor.words:
        return 3.0
    table = words().kinds
    if any(word in table.get(r, ()) for r in actor.roles):
        return 2.0
    if word in ("republican", "democrat") and _is_politician(actor):
        other = "democrat" if word == "republican" else "republican"
        return 0.0 if other in actor.roles else REFERENT.party
    return 0.0


def _has_gender(wanted: _Wanted, actor: Actor) -> bool:
    """Whether a noun's sex is no bar: a first name alone does not tell for sure."""
    if not wanted.gender or not actor.gender or wanted.gender == actor.gender:
        return True
    return not actor.genders[actor.gender] and same_office(wanted.word, actor.roles | set(actor.offices))


def _own_places(actor: Actor, groups: frozenset[str]) -> list[str]:
    own = [w for w in actor.words if is_placed(w, groups)]
    own += [fold(actor.affiliation)] if actor.affiliation and is_placed(fold(actor.affiliation), groups) else []
    return own + sorted(actor.states)


def _contradicts(places: Iterable[str], own: list[str]) -> bool:
    """Whether an actor is of another place: a state does not contradict its country."""
    theirs = [o for o in own if country_of(o.title()) is None or any(country_of(p.title()) for p in places)]
    theirs = [o for o in theirs if country_of(o.upper()) is None or any(country_of(p.title()) for p in places)]
    return bool(theirs) and not any(_is_local(p, o) for p in places for o in theirs)


def _is_local(place: str, own: str) -> bool:
    return same_place(place, own) or _abbreviates(own, place)


def _abbreviates(short: str, long: str) -> bool:
    """Whether letters of a name in their order, the first included, make an abbreviation: "ky" of "kentucky"."""
    if " " in long:
        return short == "".join(w[0] for w in long.split())
    rest = iter(long)
    return 1 < len(short) < len(long) and short[0] == long[0] and all(c in rest for c in short)


def _stands_alone(phrase: Phrase, wanted: _Wanted, text: str) -> bool:
    """Whether a noun has no complement that introduces somebody, as "the head of the bank" has."""
    if phrase.complement is None or text.startswith("and ", phrase.complement[0]):
        return True
    return wanted.past or (wanted.word == "secretary" and "state" in phrase.modifiers)


def _topic(wanted: _Wanted, actor: Actor, count: int) -> float:
    """Points for how often somebody is named: "the candidate" is whom the text is about."""
    if wanted.word not in _CANDIDATES or wanted.places:  # a state tells more than how often
        return REFERENT.topic * min(count, 8)
    return REFERENT.runs * min(count, 8) + (REFERENT.once if count < 2 and not _is_politician(actor) else 0.0)


def _may_be(wanted: _Wanted, actor: Actor, groups: frozenset[str]) -> bool:
    """Whether nothing that the text says of an actor speaks against a noun."""
    if wanted.gender and actor.gender and wanted.gender != actor.gender:
        return False
    if wanted.places and _contradicts(wanted.places, _own_places(actor, groups)):
        return False
    political = wanted.word in _OFFICES or wanted.word in _CANDIDATES
    if political and not _kinds(actor).isdisjoint(_OTHERS) and not _is_politician(actor):
        return False
    said = {wanted.word, *wanted.others}
    if not said.isdisjoint(_REPUBLICAN) and "democrat" in actor.roles | actor.words:
        return False
    if not said.isdisjoint(_DEMOCRAT) and "republican" in actor.roles | actor.words:
        return False
    held = {o for o in (*actor.offices, *actor.past) if o in _OFFICES}
    return not (wanted.word in _OFFICES and not wanted.past and held and not same_office(wanted.word, held))


def _leaning(wanted: _Wanted, actor: Actor) -> float:
    """Points for somebody of the same walk of life."""
    if wanted.past and not set(actor.offices).isdisjoint(_OFFICES):
        return REFERENT.other_walk  # who has an office is rather called by it
    if wanted.word in _RUNNING and "president" in actor.offices:
        return REFERENT.other_walk
    if wanted.word in _CANDIDATES or wanted.word in _OFFICES:
        return REFERENT.walk if _is_politician(actor) else 0.0
    kinds = _kinds(actor)
    if not kinds or not kinds.isdisjoint(wanted.kinds):
        return REFERENT.walk if kinds else 0.0
    return REFERENT.other_walk


def _kinds(actor: Actor) -> set[str]:
    return {k for r in actor.roles for k in words().kinds.get(r, ())}


def _is_politician(actor: Actor) -> bool:
    """Whether an actor has an office or role of politics; "president" by a description may be that of a firm."""
    table = words().kinds
    held = {*actor.offices, *actor.past, *(actor.roles - {"president", "minister", "conservative", "liberal"})}
    return not held.isdisjoint(_POLITICIANS) or any("politician" in table.get(r, ()) for r in held)


def _names_before_head(phrase: Phrase, layout: Layout) -> frozenset[str]:
    """Folded words of the name before a head noun: "Bergheim" of "the Bergheim coach"; nationalities are none."""
    i = layout.entity_at(phrase.core[0], phrase.head[0]) if phrase.core[0] < phrase.head[0] else -1
    if i < 0 or layout.entities[i].type == "group":
        return frozenset()
    return frozenset(fold(layout.text[layout.entities[i].start : layout.entities[i].end]).split())


def _is_anothers(name: str, owners: frozenset[str]) -> bool:
    """Whether an unnamed person was called by another name: "Altdorf coach", where owners are "bergheim"."""
    own = {fold(re.sub(r"['’]s$", "", w)) for w in name.split() if w[:1].isupper()}
    return bool(own) and own.isdisjoint(owners) and not any(same_place(a, b) for a in own for b in owners)


def find_acronym(phrase: Phrase, position: int, discourse: Discourse) -> int | None:
    """The body that "the bureau" means, named by an acronym with that letter: "FBI"; None where there is none near."""
    if len(phrase.modifiers) > 1 or phrase.plural or phrase.word not in _BODIES:
        return None
    sentence = discourse.place(position)[0]
    for mention in reversed(discourse.before(discourse.roster.others, position)):
        actor = discourse.actors[mention.actor]
        if sentence - discourse.place(mention.start)[0] > REFERENT.acronym:
            break
        short = next((f.replace(".", "") for f in actor.forms if is_acronym(f)), "")
        if phrase.word[0].upper() in short[1:] and not actor.person and actor.kind is None:
            return actor.number
    return None

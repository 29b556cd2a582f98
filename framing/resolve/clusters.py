"""Which names of an article are names of one actor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from framing.attribute.annotation import EntityType
from framing.resolve.actors import GIVEN_NAME_VOTES, Actor
from framing.resolve.layout import Layout
from framing.resolve.names import (
    acronym_of,
    country_of,
    demonym_of,
    fold,
    honorific_gender,
    is_acronym,
    person_parts,
    same_person,
    same_place,
    spelled_out,
)
from framing.resolve.phrases import Phrase
from framing.resolve.thresholds import REACH
from framing.resolve.titles import NO_TITLES, Titles, same_office
from framing.resolve.vocabulary import TOO_SHORT, Gender, words

__all__ = ["RawName", "cluster_others", "cluster_persons"]

_MINISTRY = re.compile(r"(ministry|department) of (?:the )?(.+)")
_ALIAS = re.compile(
    r"\s?[(\[]\s?[\"“]?(?:the |formerly |also )?([A-Z][\w.&\-]{0,12}|[A-Z][\w ]{3,40})\b[^)\]]{0,40}[)\]]"
)


@dataclass(slots=True)
class RawName:
    """A name where it stands, before it is known whose it is. Offsets are local to its field."""

    layout: int
    start: int
    end: int
    name: str
    type: EntityType | None
    titles: tuple[str, ...]
    phrase: Phrase | None
    possessor: str
    bare: bool = False
    family: bool = False
    held: Titles = NO_TITLES
    younger: str = ""
    """"jr" or "sr" where "the younger" or "the elder" precedes a bare surname."""
    actor: int = -1


def _new(actors: list[Actor], person: bool, position: int) -> Actor:
    actor = Actor(len(actors), person, first=position)
    actors.append(actor)
    return actor


def _note(actor: Actor, raw: RawName) -> None:
    raw.actor = actor.number
    actor.forms[raw.name] += 1
    if raw.type:
        actor.types[raw.type] += 1
    for title in raw.titles:
        role = words().role(title)
        if role:
            actor.roles.add(role)
    actor.offices.update(raw.held.offices)
    actor.past.update(raw.held.past)
    gender = honorific_gender(raw.titles)
    if gender:
        actor.genders[gender] += GIVEN_NAME_VOTES + 1


def cluster_persons(raws: Sequence[RawName], actors: list[Actor], apart: frozenset[tuple[str, str]]) -> None:
    """Full names first, then surnames and given names."""

    def may_be(actor: Actor, name: str) -> bool:
        return not any((fold(form), fold(name)) in apart for form in actor.forms)

    by_surname: dict[str, list[Actor]] = {}
    by_given: dict[str, list[Actor]] = {}
    for raw in raws:
        parts, _ = person_parts(raw.name)
        if len(parts) < 2:
            continue
        candidates = by_surname.setdefault(parts[-1].split()[-1], [])
        actor = next(
            (a for a in candidates if any(same_person(raw.name, f) for f in a.forms) and may_be(a, raw.name)), None
        )
        if actor is None:
            actor = _new(actors, True, raw.start)
            candidates.append(actor)
            by_given.setdefault(parts[0], []).append(actor)
        actor.full_mentions += 1
        actor.family_mentions += raw.family
        actor.kin.update([raw.held.kin] if raw.held.kin else [])
        _note(actor, raw)
    for actor in actors:
        actor.name = _person_name(actor)
    earliest: dict[str, int] = {}
    for raw in raws:
        parts, _ = person_parts(raw.name)
        if len(parts) == 1 and raw.layout == raws[-1].layout:
            earliest.setdefault(parts[0].split()[-1], raw.start)
    recent: dict[str, tuple[int, int, Actor]] = {}
    singles: dict[str, list[Actor]] = {}
    for raw in raws:
        parts, suffix = person_parts(raw.name)
        last = parts[-1].split()[-1] if parts and parts[-1] else ""
        if len(parts) != 1:
            if raw.actor >= 0:
                recent[last] = (raw.layout, raw.start, actors[raw.actor])
            continue
        raw.bare = True
        gender = honorific_gender(raw.titles)
        named = [a for a in by_surname.get(last, []) if a.family_mentions < a.full_mentions]
        named = _of_suffix(named, suffix or raw.younger, last, earliest)
        if not named and not (raw.titles and gender):
            named = by_given.get(parts[0], [])
        named = [a for a in named if not _is_another(a, raw, gender)]
        candidates = [a for a in (*named, *singles.get(parts[0], [])) if _agrees(a, gender) and may_be(a, raw.name)]
        if candidates:
            near = recent.get(last)
            close = near[2] if near and near[0] == raw.layout and raw.start - near[1] < REACH.surname else None
            _note(max(candidates, key=lambda a: (_likely(a, raw, close), -a.first)), raw)
            continue
        other = _new(actors, True, raw.start)
        other.name = _in_small_letters(raw)
        singles.setdefault(parts[0], []).append(other)
        _note(other, raw)


def _of_suffix(candidates: list[Actor], suffix: str, last: str, earliest: Mapping[str, int]) -> list[Actor]:
    """Those of one surname whom a bare name with "Jr.", with "Sr." or with neither may mean."""
    junior = [a for a in candidates if fold(a.name).endswith(" jr")]
    if suffix == "jr":
        return junior or candidates
    others = [a for a in candidates if a not in junior]
    if suffix == "sr":
        return [a for a in others if fold(a.name).endswith(" sr")] or others
    return [a for a in candidates if a not in junior or a.first < earliest.get(last, a.first + 1)] or others


def _agrees(actor: Actor, gender: Gender) -> bool:
    return not gender or actor.gender in ("", gender)


def _is_another(actor: Actor, raw: RawName, gender: Gender) -> bool:
    """Whether a bare surname is not that of somebody introduced as a relative, but of the one that is related to.

    He was named before, has an office, or is of the other sex.
    """
    if not actor.kin or actor.kin.total() < actor.full_mentions:
        return False
    offices = raw.held.offices | raw.held.past
    if offices and not any(same_office(o, {*actor.offices, *actor.past}) for o in offices):
        return True
    return raw.start < actor.first or (gender == "m" and actor.gender == "")


def _likely(actor: Actor, raw: RawName, close: Actor | None) -> float:
    """Points of an actor for being meant by a bare surname."""
    points = 1.0 * min(actor.full_mentions, 6) + (1.5 if actor is close else 0.0) - (3.0 if actor.kin else 0.0)
    points -= 3.0 if raw.start < actor.first else 0.0
    if raw.held.offices:
        points += 4.0 * any(same_office(o, set(actor.offices)) for o in raw.held.offices)
    return points


def _in_small_letters(raw: RawName) -> str:
    """A surname that stands alone, as in running text: "MS LINDQVIST" of a transcript is Lindqvist."""
    shouted = raw.name.isupper() and bool(raw.titles)
    return raw.name.title() if shouted else raw.name


def _person_name(actor: Actor) -> str:
    """The fullest form, without middle initials, so that it is the same in other articles."""

    def shortened(form: str) -> str:
        tokens = form.split()
        inner = [t for t in tokens[1:-1] if len(t.rstrip(".")) > 1]
        return " ".join([tokens[0], *inner, tokens[-1]]) if len(tokens) > 2 else form

    forms = Counter[str]()
    for form, count in actor.forms.items():
        forms[shortened(form)] += count
    spelled = [f for f in forms if len(f.split()[0].rstrip(".")) > 1] or list(forms)
    name = max(spelled, key=lambda f: (len(f.split()), not f.isupper(), forms[f], f))
    return name.title() if name.isupper() and len(name) > 4 else name


@lru_cache(maxsize=1 << 14)
def _stem(name: str) -> str:
    """Comparison key of a name that is no person's: "Ministry of Defense" as "defense ministry"."""
    key = fold(name).removeprefix("the ")
    match = _MINISTRY.fullmatch(key)
    return f"{match.group(2)} {match.group(1)}" if match else key


def cluster_others(raws: Sequence[RawName], actors: list[Actor], fields: Sequence[Layout]) -> None:
    """Places and bodies: equal names, acronyms, short forms, "Russia's" and "Russian" alike."""
    groups = sorted({layout.text[e.start : e.end] for layout in fields for e in layout.entities if e.type == "group"})
    by_key: dict[str, Actor] = {}
    for raw in raws:
        if raw.possessor:
            raw.name = f"{_adjective(raw.possessor, groups)} {raw.name}"
        key = _stem(raw.name)
        country = country_of(raw.name) if raw.type in ("place", None) or is_acronym(raw.name) else None
        if country and country.lower() in (key, *(() if not is_acronym(raw.name) else (country.lower(),))):
            key = country.lower()
        actor = by_key.get(key)
        if actor is None:
            actor = _new(actors, False, raw.start)
            by_key[key] = actor
        _note(actor, raw)
        if raw.phrase is not None and raw.phrase.hint:
            actor.hints[raw.phrase.hint] += 1
    merged = _aliases(raws, by_key, fields)
    merged |= {k: v for k, v in _suffixes(by_key).items() if k not in merged}
    for raw in raws:
        seen = {raw.actor}
        while raw.actor in merged and merged[raw.actor] not in seen:
            raw.actor = merged[raw.actor]
            seen.add(raw.actor)
    for gone, kept in sorted(merged.items()):
        while kept in merged and merged[kept] != gone:
            kept = merged[kept]
        actors[kept].forms += actors[gone].forms
        actors[kept].types += actors[gone].types
        actors[kept].hints += actors[gone].hints
        actors[kept].first = min(actors[kept].first, actors[gone].first)
    for actor in actors:
        if not actor.person:
            actor.name = _other_name(actor)


def _adjective(place: str, groups: Sequence[str]) -> str:
    """Adjective of a place: by the facts, else by the text's own adjectives, else the place itself."""
    known = demonym_of(place)
    if known:
        return known
    return next((g for g in groups if g != place and not g.endswith("s") and same_place(place, g)), place)


def _aliases(raws: Sequence[RawName], by_key: dict[str, Actor], fields: Sequence[Layout]) -> dict[int, int]:
    """Actors to be merged into others: acronyms, in brackets or by their letters."""
    merged: dict[int, int] = {}
    for raw in raws:
        match = _ALIAS.match(fields[raw.layout].text, raw.end)
        if match is None:
            continue
        other = by_key.get(_stem(match.group(1)))
        short, long = sorted((match.group(1), raw.name), key=len)
        fits = acronym_of(short, long) or (
            is_acronym(match.group(1)) and raw.type == "organisation" and " " in raw.name
        )
        if fits and other is not None and other.number != raw.actor and other.number not in merged:
            if is_acronym(match.group(1)):
                merged[other.number] = raw.actor
            elif raw.actor not in merged:
                merged[raw.actor] = other.number
    names = [(k, a) for k, a in by_key.items() if " " in k]
    letters: dict[str, Actor] = {}
    for key, actor in names:
        form = next(iter(actor.forms))
        for small in (False, True):
            initials = "".join(
                w[0] for w in key.split() if small or w not in ("of", "the", "for", "and", "in", "on", "to")
            )
            if len(form.split()) > 1:
                letters.setdefault(initials, actor)
    for key, actor in by_key.items():
        target = letters.get(key)
        if target is not None and actor.number not in merged and any(is_acronym(f) for f in actor.forms):
            merged[actor.number] = target.number
    return merged


def _suffixes(by_key: dict[str, Actor]) -> dict[int, int]:
    """Short forms of longer names: "Defense Ministry" of "Russian Defense Ministry", "Times" of "New York Times"."""
    known = words()
    ends: dict[str, list[str]] = {}
    for key in by_key:
        tokens = key.split()
        if tokens[-1] in known.bodies:
            for i in range(1, len(tokens)):
                ends.setdefault(" ".join(tokens[i:]), []).append(key)
    merged: dict[int, int] = {}
    for key, actor in by_key.items():
        longer = ends.get(key, [])
        if len(longer) == 1 and key not in TOO_SHORT:
            merged[actor.number] = by_key[longer[0]].number
    return merged


def _other_name(actor: Actor) -> str:
    long = [f for f in actor.forms if not is_acronym(f)]
    forms = long or list(actor.forms)
    return spelled_out(max(forms, key=lambda f: (len(f.split()), actor.forms[f], not f.isupper(), f)))

"""Which body "the company", "the appeals court", "the website" and "the lobbying powerhouse" are."""

from __future__ import annotations

from framing.resolve.antecedents import Discourse
from framing.resolve.descriptions import is_placed
from framing.resolve.kinds import kind_of_actor
from framing.resolve.names import country_of, fold, same_place
from framing.resolve.nouns import is_thing
from framing.resolve.phrases import Phrase
from framing.resolve.roster import Actor
from framing.resolve.thresholds import BODY
from framing.resolve.vocabulary import GENERIC, MEDIA_NOUNS, WEAK, load, singular
from framing.structure import BlockKind
from framing.values import SpeakerType

__all__ = ["find_body"]

_LISTS = load("referents.yml")
_EPITHETS = frozenset(_LISTS["body_epithets"])
_SETTLEMENTS = frozenset(_LISTS["settlements"])
_BODIES = frozenset({SpeakerType.GOVERNMENT, SpeakerType.ORGANISATION, SpeakerType.MEDIA, SpeakerType.ARMED_GROUP})
_CALLED = frozenset({SpeakerType.ORGANISATION, SpeakerType.MEDIA})
_UNITED = frozenset({"group", "alliance", "coalition", "movement"})
_HEADLINES = (BlockKind.TITLE, BlockKind.HEADING)


def find_body(phrase: Phrase, position: int, discourse: Discourse, groups: frozenset[str]) -> int | None:
    """The organisation, ministry, newspaper … that a definite description means, or None.

    The noun of its name decides ("the appeals court" is the Court of Appeals), else what kind of body it is. What only
    a headline calls "Popular Website" has no name of its own.
    """
    actors = discourse.actors
    places = [fold(m) for m in phrase.modifiers if is_placed(fold(m), groups)]
    extra = [m for m in map(fold, phrase.modifiers) if m not in places and m not in WEAK]
    best: tuple[float, int, int] | None = None
    for number, start in _met(discourse, position).items():
        actor = actors[number]
        tokens = fold(actor.name).split()
        points = _points(phrase.word, actor, tokens)
        if not points or _is_headline_only(actor, tokens, position, discourse):
            continue
        own = [t for t in tokens if is_placed(t, groups)]
        if places and own and not any(same_place(p, o) for p in places for o in own):
            continue
        points += sum(BODY.modifier if m in tokens else -BODY.modifier for m in extra)
        points += BODY.named if actor.named and points >= BODY.same else 0.0
        if points > 0 and (best is None or (points, start) > best[:2]):
            best = (points, start, number)
    if best is not None:
        return best[2]
    if phrase.word in _SETTLEMENTS and not phrase.modifiers and phrase.complement is None:
        return _only_settlement(discourse, position)
    return _in_focus(phrase, position, discourse)


def _met(discourse: Discourse, position: int) -> dict[int, int]:
    """The bodies named or heard before a position, each with where it was last."""
    recent = {m.actor: m.start for m in discourse.before(discourse.roster.others, position)}
    for spoken in discourse.spoken_before(position):
        if not discourse.actors[spoken.actor].person:
            recent[spoken.actor] = max(spoken.start, recent.get(spoken.actor, spoken.start))
    return recent


def _points(word: str, actor: Actor, tokens: list[str]) -> float:
    """How well a noun fits a body: by the noun of its name, else by its kind; 0 where it does not."""
    kind = kind_of_actor(actor)
    if kind not in _BODIES:
        return 0.0
    if word in _nouns(tokens):
        return BODY.same
    if word in MEDIA_NOUNS and kind is SpeakerType.MEDIA:
        return BODY.medium
    if kind is SpeakerType.ORGANISATION and word in GENERIC and actor.named:
        return BODY.generic
    return BODY.armed if kind is SpeakerType.ARMED_GROUP and word in _UNITED else 0.0


def _nouns(tokens: list[str]) -> set[str]:
    """The nouns of a body's name: the last, and the one before "of" or "for" ("U.S. Court of Appeals")."""
    before = next((tokens[i - 1] for i, t in enumerate(tokens) if i and t in ("of", "for", "in")), "")
    return {singular(tokens[-1]), before}


def _is_headline_only(actor: Actor, tokens: list[str], position: int, discourse: Discourse) -> bool:
    """Whether a headline's capitals alone make a name of what a body is: "Popular Website" of a title."""
    if not actor.named or singular(tokens[-1]) not in MEDIA_NOUNS | GENERIC or actor.forms.total() > 1:
        return False
    start = next((m.start for m in discourse.roster.mentions if m.actor == actor.number), position)
    layout, here = discourse.layout(start), discourse.layout(position)
    return (
        layout.block_kind(start - layout.base) in _HEADLINES and here.block_kind(position - here.base) not in _HEADLINES
    )


def _only_settlement(discourse: Discourse, position: int) -> int | None:
    """Which place "the city" is: the only one named before in its sentence, else in the text; no country."""
    here = discourse.place(position)[0]
    found: dict[int, int] = {}
    for mention in discourse.before(discourse.roster.others, position):
        actor = discourse.actors[mention.actor]
        if 0 < actor.types["place"] >= actor.types["organisation"] and not country_of(actor.name):
            found[actor.number] = discourse.place(mention.start)[0]
    near = [n for n, sentence in found.items() if sentence == here] or list(found)
    return near[0] if len(near) == 1 else None


def _in_focus(phrase: Phrase, position: int, discourse: Discourse) -> int | None:
    """Whom a noun for a body that is known already means: the named one at the centre of attention.

    "The lobbying powerhouse" is the one last spoken of; "the website", whom the sentence before is about.
    """
    medium = phrase.word in MEDIA_NOUNS and not phrase.modifiers and phrase.complement is None
    if not medium and not (phrase.word in _EPITHETS and phrase.complement is None):
        return None

    def accept(actor: Actor) -> bool:
        return actor.named and is_thing(actor) and kind_of_actor(actor) in _CALLED

    ranked = discourse.rank(position, discourse.roster.others, accept)
    if not ranked:
        return None
    topic = not medium and discourse.mention_count(ranked[0][1]) >= BODY.often
    near = discourse.place(position)[0] - (BODY.focus if topic else 1)
    last = max(start for n, start in _met(discourse, position).items() if n == ranked[0][1])
    return ranked[0][1] if discourse.place(last)[0] >= near else None

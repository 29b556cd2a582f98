"""Who "the colonel", "the Russian military official", "the ministry" and "the statement" are."""

from __future__ import annotations

import re

from framing.resolve.antecedents import Discourse
from framing.resolve.kinds import kind_of_actor, kind_of_description
from framing.resolve.layout import Layout
from framing.resolve.names import clean, country_of, fold, same_place
from framing.resolve.phrases import Form, Phrase, read
from framing.resolve.roster import Actor
from framing.resolve.thresholds import REACH
from framing.resolve.vocabulary import GENERIC, MEDIA_NOUNS, PARTIES, WEAK, singular, words
from framing.structure import BlockKind
from framing.values import Span, SpeakerType

__all__ = [
    "describe",
    "find_body",
    "find_document_issuer",
    "find_person",
    "has_same_owner",
    "is_paper",
    "is_politician",
    "lower_first",
    "named_below",
    "named_elsewhere",
]

_ISSUED = re.compile(r" (?:\w+ ){0,3}?(?:from|by|of|issued by|released by|sent by|put out by) (?:the |a |an )?")
_WHEN = re.compile(
    r" (?:late |early )?(?:on )?(?:(?:last|this|next) \w+|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"(?: (?:morning|night))?$"
)
_BY = re.compile(r"(?:(?!seen|obtained|reviewed|viewed|cited|read)\w+ ){0,3}?(?:from|by|of) (?:the |an? )?")
_BODIES = frozenset({SpeakerType.GOVERNMENT, SpeakerType.ORGANISATION, SpeakerType.MEDIA, SpeakerType.ARMED_GROUP})
_NUMBERS = frozenset(
    ["official", "latest", "new", "preliminary", "provisional", "initial", "government", "company", "recent", "updated"]
)
_PERSONAL = re.compile(r"(?:er|or|ist|ian|man|woman|eer|ee|ant|crat|pro)$")


def is_paper(word: str) -> bool:
    """Whether a head noun is a document's or a poll's."""
    known = words()
    return word in known.documents or word in known.data or singular(word) in known.data


def lower_first(text: str, keep: bool) -> str:
    """A description as it would stand within a sentence."""
    return text if keep or not text or text[:2].isupper() else text[0].lower() + text[1:]


def describe(phrase: Phrase, layout: Layout) -> str:
    """Name of a source without a name: the text's words without article."""
    end = phrase.core[1]
    included = phrase.complement and re.match(r"(?:including|like|such as)\b", layout.text[phrase.complement[0] :][:12])
    if phrase.complement and phrase.complement[1] - end < 60 and not included:
        end = phrase.complement[1]
    text = " ".join(layout.text[phrase.core[0] : end].split()).strip(" ,;:\"“”'")
    text = _WHEN.sub("", text)
    keep = layout.entity_at(phrase.core[0], phrase.core[0] + 1) >= 0 or phrase.determiner in ("the", "a", "an")
    return lower_first(text, keep)


def is_placed(word: str, groups: frozenset[str]) -> bool:
    if word in PARTIES:
        return False
    return word in groups or country_of(word.title()) is not None or country_of(word.upper()) is not None


def is_epithet(word: str) -> bool:
    """Whether a noun may stand for a person who was not introduced by it: "the billionaire"."""
    known = words()
    if word in known.epithets or word.endswith("-year-old"):
        return True
    other = known.role(word) or word in known.bodies or word in known.documents or word in known.data
    return not other and _PERSONAL.search(word) is not None


def find_person(phrase: Phrase, position: int, discourse: Discourse, groups: frozenset[str]) -> int | None:
    """The person or unnamed individual that a definite description means, or None.

    Roles must agree, exactly or by kind (a minister is an official); a nationality that contradicts
    excludes; other modifiers count for a candidate of whom the same was said.
    """
    known = words()
    kinds = known.kinds.get(phrase.word, frozenset({phrase.word}))
    gender = known.gender.get(phrase.word, "")
    modifiers = [fold(m) for m in phrase.modifiers if m not in WEAK]
    places = [m for m in modifiers if is_placed(m, groups)]
    others = [m for m in modifiers if m not in places]
    best: tuple[float, int, int] | None = None
    last: dict[int, int] = {}
    actors = discourse.actors
    for mention in discourse.before(discourse.roster.persons, position):
        last[mention.actor] = mention.start
    for spoken in discourse.spoken_before(position):
        actor = actors[spoken.actor]
        if actor.person or actor.kind is SpeakerType.ANONYMOUS:
            last[spoken.actor] = max(spoken.start, last.get(spoken.actor, spoken.start))
    speakers = {s.actor for s in discourse.spoken_before(position)}
    owners = _names_before_head(phrase, discourse.layout(position))
    for number, start in last.items():
        actor = actors[number]
        if actor.plural or (gender and actor.gender and actor.gender != gender):
            continue
        if owners and not actor.named and _is_anothers(actor.name, owners):
            continue
        points = _fit(phrase.word, actor)
        own = [w for w in actor.words if is_placed(w, groups)]
        own += [fold(actor.affiliation)] if actor.affiliation and is_placed(fold(actor.affiliation), groups) else []
        own += sorted(actor.states)
        local = any(same_place(p, o) or _abbreviates(o, p) for p in places for o in own)
        if points == 0 and local and is_epithet(phrase.word):
            points = 0.5
        if points == 0 and not (phrase.word in known.epithets and modifiers and not actor.roles.isdisjoint(kinds)):
            hits = sum(m in actor.words for m in others)
            if not (phrase.word in known.epithets and hits):
                continue
        if places and own:
            if not local:
                continue
            points += 1.0
        points += sum(0.8 if m in actor.words or known.role(m) in actor.roles else -0.3 for m in others)
        points += 0.6 if number in speakers else 0.0
        if points > 0 and (best is None or (points, start) > best[:2]):
            best = (points, start, number)
    return best[2] if best else None


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


def is_politician(actor: Actor, groups: frozenset[str]) -> bool:
    """Whether "the Florida Republican" may be an actor: a politician, of no other place that the text tells."""
    table = words().kinds
    placed = actor.states or any(is_placed(w, groups) for w in actor.words)
    return not placed and any("politician" in table.get(r, ()) or "lawmaker" in table.get(r, ()) for r in actor.roles)


def _abbreviates(short: str, long: str) -> bool:
    """Whether letters of a word in their order, the first included, make an abbreviation: "ky" of "kentucky"."""
    rest = iter(long)
    return 1 < len(short) < len(long) and short[0] == long[0] and all(c in rest for c in short)


def _fit(word: str, actor: Actor) -> float:
    """How well a role noun fits an actor: 3 the same, 2 by kind, 0 not; "the mayor" is no official met before."""
    if word in actor.roles or (word == "premier" and "minister" in actor.roles and "prime" in actor.words):
        return 3.0
    table = words().kinds
    if any(word in table.get(r, ()) for r in actor.roles):
        return 2.0
    return 0.0


def find_body(phrase: Phrase, position: int, discourse: Discourse, groups: frozenset[str]) -> int | None:
    """The organisation, ministry, newspaper … that a definite description means, or None."""
    actors = discourse.actors
    places = [fold(m) for m in phrase.modifiers if is_placed(fold(m), groups)]
    recent: dict[int, int] = {}
    for mention in discourse.before(discourse.roster.others, position):
        recent[mention.actor] = mention.start
    for spoken in discourse.spoken_before(position):
        if not actors[spoken.actor].person:
            recent[spoken.actor] = max(spoken.start, recent.get(spoken.actor, spoken.start))
    best: tuple[float, int, int] | None = None
    for number, start in recent.items():
        actor = actors[number]
        tokens = fold(actor.name).split()
        same = phrase.word in (singular(tokens[-1]), tokens[0] if tokens[1:2] == ["of"] else "")
        kind = kind_of_actor(actor)
        if kind not in _BODIES:
            continue
        points = 3.0 if same else 0.0
        if not same and phrase.word in MEDIA_NOUNS and kind is SpeakerType.MEDIA:
            points = 2.0
        elif not same and kind is SpeakerType.ORGANISATION and phrase.word in GENERIC and actor.named:
            points = 1.0
        elif (
            not same
            and kind is SpeakerType.ARMED_GROUP
            and phrase.word in ("group", "alliance", "coalition", "movement")
        ):
            points = 1.5
        if not points:
            continue
        own = [t for t in tokens if is_placed(t, groups)]
        if places and own and not any(same_place(p, o) for p in places for o in own):
            continue
        extra = [m for m in (fold(x) for x in phrase.modifiers) if m not in places and m not in WEAK]
        points += sum(0.5 if m in tokens else -0.5 for m in extra)
        if points > 0 and (best is None or (points, start) > best[:2]):
            best = (points, start, number)
    return best[2] if best else None


def _issuer_in(phrase: Phrase, layout: Layout) -> str | None:
    """The name within a document's own phrase: "an SDF Friday statement", "a statement by the ministry"."""
    if phrase.complement and _BY.match(layout.text, phrase.complement[0]):
        start = _BY.match(layout.text, phrase.complement[0]).end()  # type: ignore[union-attr]
        issuer = read(layout.text, (start, phrase.complement[1]), layout.entities, layout.annotation.pos)
        if issuer is not None and layout.entity_at(start, phrase.complement[1]) >= 0:
            name = layout.text[slice(*issuer.head)] if issuer.form is Form.NAME else None
            if name is None and issuer.roles:
                return _first_body(layout, start, phrase.complement[1])
            return clean(name) if name is not None else describe(issuer, layout)
    spans: list[Span] = [s for s in (phrase.possessor,) if s is not None]
    spans.append((phrase.core[0], phrase.head[0]))
    return next((n for start, end in spans if (n := _first_body(layout, start, end))), None)


def _first_body(layout: Layout, start: int, end: int) -> str | None:
    """The first name in a span that is no nationality's."""
    i = layout.entity_at(start, end) if start < end else -1
    while 0 <= i < len(layout.entities) and layout.entities[i].start < end:
        if layout.entities[i].type != "group":
            return clean(layout.text[layout.entities[i].start : layout.entities[i].end])
        i += 1
    return None


def find_document_issuer(phrase: Phrase, layout: Layout, discourse: Discourse, *, definite: bool) -> str | None:
    """Who issued a statement, report or poll.

    Named in the phrase, or where it was first mentioned, or else the one who "said in a statement".
    """
    own = _issuer_in(phrase, layout)
    if own or not definite:
        return own
    text = layout.text
    noun = text[phrase.head[0] : phrase.head[1]]
    start = phrase.head[0]
    floor = max(0, start - REACH.document)
    earlier_uses = list(re.finditer(rf"\b{re.escape(noun)}\b", text[floor:start], re.I))[-REACH.document_uses :]
    for match in reversed(earlier_uses):
        a, b = floor + match.start(), floor + match.end()
        if layout.quoted(a) is not None:
            continue
        low, high = layout.sentence_span(a)
        left = max(low, a - 70)
        if left > low:
            left = text.find(" ", left) + 1
        earlier = _last_phrase(text, left, b, min(high, b + 60), layout)
        name = _issuer_in(earlier, layout) if earlier is not None else None
        if name:
            return name
        said_in = re.search(r"\bin (?:an?|the|his|her|its|their)(?: \w+){0,3} $", text[max(low, a - 40) : a])
        if said_in:
            spoken = [s for s in discourse.spoken if layout.base + low <= s.start < layout.base + high]
            if spoken:
                return discourse.actors[spoken[-1].actor].name
    return None


def _last_phrase(text: str, left: int, noun_end: int, right: int, layout: Layout) -> Phrase | None:
    """The noun phrase that ends in a noun, with what "by …" or "from …" adds."""
    starts = [
        m.end()
        for m in re.finditer(r"\b(?:citing|an?|the|his|her|its|their|in|to|of|said)\b ", text[left:noun_end], re.I)
    ]
    begin = left + (starts[-1] if starts else 0)
    issued = _ISSUED.match(text, noun_end, right)
    end = right if issued else noun_end
    phrase = read(text, (begin, end), layout.entities, layout.annotation.pos)
    return phrase if phrase is not None and phrase.form is Form.DESCRIPTION else None


def description_kind(phrase: Phrase) -> SpeakerType:
    """Kind of a description by its head noun."""
    if phrase.word == "figure" and phrase.modifiers and not _NUMBERS.intersection(phrase.modifiers):
        before = phrase.core[0] < phrase.head[0]  # "leading figures", not "figures from the bank"
        return SpeakerType.GROUP if before or phrase.complement is None else SpeakerType.DATA
    if phrase.word == "media" and phrase.modifiers:
        return SpeakerType.MEDIA  # "state media", where "the media" are a crowd
    return kind_of_description(phrase.word, plural=phrase.plural)


def named_elsewhere(discourse: Discourse, layout: Layout, phrase: Phrase) -> int | None:
    """The body that "The Courier" is where the tagger misses the name: it is tagged so in another place."""
    name = layout.text[slice(*phrase.core)]
    if not phrase.definite or not name[:1].isupper() or name.isupper() or phrase.complement is not None:
        return None
    folded = fold(clean(name))
    return next(
        (a.number for a in discourse.actors if a.named and not a.person and fold(a.name) == folded),
        None,
    )


def named_below(discourse: Discourse, layout: Layout, phrase: Phrase, role: str) -> int | None:
    """Who "Mayor" of a headline is: the one person whom the text gives that role, if it is one."""
    kind = layout.block_kind(phrase.head[0])
    position = layout.base + phrase.head[0]
    colon = layout.text[phrase.head[1] : phrase.head[1] + 1] == ":"
    if kind not in (BlockKind.TITLE, BlockKind.HEADING) and not colon:
        return None
    found = {m.actor for m in discourse.roster.persons if m.start > position or kind is BlockKind.HEADING}
    found = {n for n in found if role in discourse.actors[n].roles}
    said = {fold(m) for m in phrase.modifiers}
    if len(found) > 1:
        found = {n for n in found if said and said <= discourse.actors[n].words}
    return found.pop() if len(found) == 1 else None


def has_same_owner(actor: Actor, layout: Layout, phrase: Phrase) -> bool:
    """Whether "the ministry's spokesman" may be a person found by role: the owner was named with him."""
    if phrase.possessor is None:
        return True
    owner = fold(layout.text[slice(*phrase.possessor)])
    if owner in ("his", "her", "its", "their"):
        return phrase.word in actor.roles and bool(actor.words)
    return any(t in actor.words for t in owner.split() if t not in ("the", "a"))

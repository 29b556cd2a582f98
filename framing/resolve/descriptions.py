"""Who "the colonel", "the Russian military official", "the ministry" and "the statement" are."""

from __future__ import annotations

import re
from dataclasses import replace

from framing.resolve.antecedents import Discourse
from framing.resolve.kinds import kind_of_description
from framing.resolve.layout import Layout
from framing.resolve.names import clean, country_of, demonym_of, fold
from framing.resolve.phrases import Form, Phrase, read
from framing.resolve.roster import Actor
from framing.resolve.thresholds import REACH
from framing.resolve.vocabulary import PARTIES, load, singular, words
from framing.structure import BlockKind
from framing.values import Span, SpeakerType

__all__ = [
    "ANY_PAPER",
    "describe",
    "find_document_issuer",
    "has_same_owner",
    "is_of_place",
    "is_paper",
    "lower_first",
    "named_below",
    "named_elsewhere",
    "owned_by",
    "paper_left_out",
]

_ISSUED = re.compile(
    r" (?:(?:\w+(?:ed|en|ly|ent|ut|made)|on|late|early|last|this|week|month|[A-Z]\w+day) ){0,4}?"
    r"(?:from|by|(?P<of>of)) (?:the |a |an )?"
)
_WHEN = re.compile(
    r" (?:late |early )?(?:on )?(?:(?:last|this|next) \w+|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"(?: (?:morning|night))?$"
)
_BY = re.compile(r"(?:(?!seen|obtained|reviewed|viewed|cited|read)\w+ ){0,3}?(?:from|by|(?P<of>of)) (?:the |an? )?")
_ONE = re.compile(
    r"(?:[Oo]ne|[Aa]nother)(?:,? (?:(?:conducted|released|published|commissioned|issued|sponsored|taken|written|"
    r"produced|posted|done|carried out|put out|paid for)"
    r"(?: (?:on|late|early|last|this|earlier|in|week|month|year|[A-Z]\w+)){0,4}? )?"
    r"(?P<by>by|from) (?:the )?| (?=found|finds|showed|shows|suggested|suggests|put|puts)\b)"
)
_SHOWING = frozenset(load("referents.yml")["showing"])
"""What shows somebody: a "video of the mayor" is not the mayor's."""
_NUMBERS = frozenset(
    ["official", "latest", "new", "preliminary", "provisional", "initial", "government", "company", "recent", "updated"]
)
_BODY_EPITHETS = frozenset(load("referents.yml")["body_epithets"])
_AMOUNTS = ("numbers", "results", "figures", "words")
_TOPIC = re.compile(r"(?:on|about|regarding|concerning|over|after|before|during) ")
_OF_PLACE = re.compile(r"of (?:the )?")
_SETTLEMENTS = frozenset(load("referents.yml")["settlements"])
ANY_PAPER = frozenset({"document", "paper", "file", "text"})
"""Nouns for papers of any kind: "the document" is the letter heard of last."""
_LONGEST = 60
"""Characters of a complement that is part of a description's name, at most."""
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
    if phrase.complement and phrase.complement[1] - end < _LONGEST and not included:
        end = phrase.complement[1]
    text = " ".join(layout.text[phrase.core[0] : end].split()).strip(" ,;:\"“”'")
    text = _WHEN.sub("", text)
    keep = layout.entity_at(phrase.core[0], phrase.core[0] + 1) >= 0 or phrase.determiner in ("the", "a", "an")
    return lower_first(text, keep)


def owned_by(owner: str, phrase: Phrase, layout: Layout, *, body: bool) -> str:
    """Name of a description with its owner written out: "Hillary Clinton campaign" of a body, "Mitt Romney's aides"."""
    whole = phrase.complement and phrase.complement[1] - phrase.core[1] < _LONGEST
    end = phrase.complement[1] if phrase.complement and whole else phrase.core[1]
    start = max(phrase.possessor[1], phrase.core[0]) if phrase.possessor else phrase.core[0]
    rest = re.sub(r"^['’]s?\s+", "", " ".join(layout.text[start:end].split()))
    return f"{demonym_of(owner) or owner} {rest}" if body else f"{owner}'s {rest}"


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
    return not other and word not in _BODY_EPITHETS and _PERSONAL.search(word) is not None


def _issuer_in(phrase: Phrase, layout: Layout) -> str | None:
    """The name within a document's own phrase: "an SDF Friday statement", "a statement by the ministry"."""
    by = _BY.match(layout.text, phrase.complement[0]) if phrase.complement else None
    if by is not None and phrase.complement and not (by["of"] and phrase.word in _SHOWING):
        start = by.end()
        issuer = read(layout.text, (start, phrase.complement[1]), layout.entities, layout.annotation.pos)
        if issuer is not None and layout.entity_at(start, phrase.complement[1]) >= 0:
            name = layout.text[slice(*issuer.head)] if issuer.form is Form.NAME else None
            if name is None and issuer.roles:
                return _first_body(layout, start, phrase.complement[1])
            return clean(name) if name is not None else describe(_without_topic(issuer, layout), layout)
    spans: list[Span] = [s for s in (phrase.possessor,) if s is not None]
    spans.append((phrase.core[0], phrase.head[0]))
    return next((n for start, end in spans if (n := _first_body(layout, start, end))), None)


def _without_topic(phrase: Phrase, layout: Layout) -> Phrase:
    """A phrase without what it is about: "the mayor's office" of "the mayor's office on the flood"."""
    topic = phrase.complement and _TOPIC.match(layout.text, phrase.complement[0])
    return replace(phrase, complement=None) if topic else phrase


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


def paper_left_out(phrase: Phrase, layout: Layout) -> tuple[str, str | None] | None:
    """Noun and issuer of a paper that "one" or "another" stands for: "polls … One released by Lake News" is a poll.

    The noun is the last for several papers in the sentence or the one before; None where it is none's.
    """
    if (phrase.word if phrase.form is Form.PRONOUN else phrase.determiner) not in ("one", "another"):
        return None
    text = layout.text
    start = phrase.head[0] if phrase.form is Form.PRONOUN else text.rfind(" ", 0, phrase.core[0] - 1) + 1
    led = _ONE.match(text, start)
    if led is None or layout.quoted(start) is not None:
        return None
    here = layout.sentence(start)
    low = layout.sentences[max(here - 1, 0)] if layout.sentences else 0
    nouns = [w for w in map(str.lower, re.findall(r"[\w-]+", text[low:start])) if singular(w) != w]
    nouns = [
        singular(w) for w in nouns if words().role(w) or (is_paper(singular(w)) and w not in ("numbers", "results"))
    ]
    if not nouns or not is_paper(nouns[-1]):
        return None
    return nouns[-1], _first_body(layout, led.end(), led.end() + REACH.agent) if led["by"] else None


def description_kind(phrase: Phrase) -> SpeakerType:
    """Kind of a description by its head noun."""
    if phrase.word == "figure" and phrase.modifiers and not _NUMBERS.intersection(phrase.modifiers):
        before = phrase.core[0] < phrase.head[0]  # "leading figures", not "figures from the bank"
        return SpeakerType.GROUP if before or phrase.complement is None else SpeakerType.DATA
    if phrase.word == "media" and phrase.modifiers:
        return SpeakerType.MEDIA  # "state media", where "the media" are a crowd
    return kind_of_description(phrase.word, plural=phrase.plural)


def is_of_place(phrase: Phrase, kind: SpeakerType, layout: Layout) -> bool:
    """Whether a body of government is named by its place: "the city of Phoenix", not "a city of the north"."""
    if (
        kind is not SpeakerType.GOVERNMENT
        or phrase.plural
        or phrase.complement is None
        or phrase.determiner in ("a", "an")
    ):
        return False
    of = _OF_PLACE.match(layout.text, phrase.complement[0])
    i = layout.entity_at(of.end(), of.end() + 1) if of is not None else -1
    place = i >= 0 and (layout.entities[i].type == "place" or phrase.word in _SETTLEMENTS)
    return place and layout.entities[i].end >= phrase.complement[1]


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

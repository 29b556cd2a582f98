"""What an article calls its actors, in its own words: titles before a name, appositions, what somebody "is".

Every mention outside quotations is looked at, for one house writes the title at the first mention and another in the
fifth paragraph. :func:`introduce` writes the descriptions to the actors; :mod:`framing.resolve.offices` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from framing.resolve.actors import Actor, Description, Mention, Roster
from framing.resolve.layout import Layout
from framing.resolve.names import clean, country_of, strip_titles
from framing.resolve.posts import readings
from framing.resolve.thresholds import REACH
from framing.resolve.tokens import Token, tokenise
from framing.resolve.vocabulary import FINITE, PREPOSITIONS, PRONOUNS, singular, words
from framing.values import Span

__all__ = ["introduce", "without_names"]


_STOPS = frozenset(
    [
        "and",
        "but",
        "or",
        "that",
        "than",
        "as",
        "by",
        "in",
        "on",
        "at",
        "to",
        "with",
        "from",
        "when",
        "while",
        "after",
        "before",
        "if",
        "because",
        "said",
        "says",
        "told",
        "asked",
        "like",
        "against",
        "about",
        "is",
        "was",
        "are",
        "were",
        "has",
        "had",
        "have",
        "who",
        "whom",
        "which",
        "whose",
        "what",
        "including",
        "over",
        "into",
        "under",
        "during",
        "between",
        "without",
    ]
)
_PLAIN = frozenset({"mr", "mrs", "ms", "miss", "mister", "mme", "monsieur", "madame"})
_NO_WORD = frozenset(',;:()[]“”"—–!?')
"""Marks that are never part of a word: no title ends with one."""
_OF = frozenset({"of", "for"})
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "another", "one", "some"})
_SERVES = re.compile(
    r"who (?:is|was|has been|had been|serves|served|has served|once served|heads|leads|chairs|runs|led|headed|chaired|"
    r"ran|oversees)\b"
)
_IS = re.compile(r" (?:is|has been|remains) (?=(?:an?|the|one of)\b)")
_BECAME = re.compile(r"\w+ (?:later |then |once |eventually )?(?:became|turned|rose)\b")
_PARTY = re.compile(r"\s?[(,]\s?((?:[RDI](?:-|–|\b)[\s]?(?:[A-Z][\w.]*\.?)?))(?=[),;\s])")
_SHARED = re.compile(
    r"(?:^|[^\w-])((?:[A-Z][\w-]+ )?[A-Z]\w+s\.?) "
    r"(?:[A-Z][\w.’'-]*,? |of |and |\([RDI][-–]\w+\.?\),? |[RDI][-–]\w+\.?, |both |the )+$"
)
"""A title in the plural before a list of names: "Senators Ann Cole of Ohio and "."""
_LISTED = frozenset({"of", "and", "both", "the"})
_MOUTH = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother) (?:[\w-]+ ){0,3}?"
    r"(?:representative|spokes\w+|official|leader|member|commander|director|head|chief|source)s?"
    r" (?:of|for|from|in|within|with) (?:the )?$"
)
"""Who speaks for a body, right before its name: "a representative of the"."""
_MOUTH_ENDS = (" of ", " for ", " from ", " in ", " within ", " with ")
_SHORT = re.compile(r" \([A-Z][\w.-]{1,9}\)")
_AT = re.compile(r",? (?:of|at|from|with) (?:the )?(?:[a-z]+ ){0,2}?(?=[A-Z])")
_AGE = re.compile(r"(?:, | \()\d{1,3}(?=[,)])")
_OPEN = re.compile(r"(?:, | — |—| – | \(| - )")
_END = re.compile(
    r"[,;:()“”\"]| — |—| – | - |"
    r"[.!?](?=\s|$)(?<!\b[A-Z]\.)(?<!\b(?:St|Dr|Mr|Ms|Lt|Jr|Sr)\.)(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Adm|Rev|Maj|Sgt)\.)"
    r"(?<!\b(?:Sens|Reps|Prof|Capt)\.)"
)
_LONGEST = 22
"""Words of a description at most."""


def introduce(roster: Roster, fields: Sequence[Layout]) -> None:
    """Write to the roster's actors what stands beside their names."""
    seen: dict[int, int] = {}
    for mention in roster.mentions:
        actor = roster.actors[mention.actor]
        if mention.quoted or seen.get(mention.actor, 0) >= REACH.introductions:
            continue
        seen[mention.actor] = seen.get(mention.actor, 0) + 1
        layout = fields[mention.layout]
        for start, end in _around(layout, mention, actor):
            _add(actor, roster, layout, mention.layout, (start, end))


def _add(actor: Actor, roster: Roster, layout: Layout, index: int, span: Span) -> None:
    """Write the words of a span to an actor's descriptions, once."""
    start, end = span
    text = " ".join(layout.text[start:end].split()).strip(" ,;:–—")
    if text and not any(d.text == text for d in actor.descriptions):
        said, people = without_names(roster, layout, span, actor.number)
        if text.endswith(("'s", "’s")):
            said = f"of {said}"  # "the Herald's Ann Cole"
        if not actor.person or any(r.weight >= 0 or r.noun == "region" for r in readings(said)):
            actor.descriptions.append(Description(text, said, index, span, people))


def without_names(roster: Roster, layout: Layout, span: Span, own: int) -> tuple[str, tuple[int, ...]]:
    """The words of a span without the names of persons, and the persons, but for one."""
    start, end = span
    pieces: list[str] = []
    people: list[int] = []
    for m in roster.within(layout.base + start, layout.base + end):
        if roster.actors[m.actor].person:
            bare, _ = strip_titles(clean(layout.text[m.start - layout.base : m.end - layout.base]))
            at = layout.text.find(bare.split()[0], m.start - layout.base, m.end - layout.base) if bare else -1
            pieces.append(layout.text[start : max(at, start)])
            start = min(m.end - layout.base, end)
            people += [m.actor] if m.actor != own else []
    said = " Somebody ".join([*pieces, layout.text[start:end]])
    return " ".join(said.split()).strip(" ,;:–—"), tuple(dict.fromkeys(people))


def _around(layout: Layout, mention: Mention, actor: Actor) -> Iterable[Span]:
    text = layout.text
    start, end = mention.start - layout.base, mention.end - layout.base
    low, high = layout.sentence_span(start)
    name = start
    if actor.person:
        surface = text[start:end]
        bare, titles = strip_titles(clean(surface))
        if titles and (at := surface.find(bare.split()[0])) > 0:
            name = start + at
        before = _titles(layout, low, start, name)
        if before is not None:
            yield before
            start = before[0]
        elif shared := _shared(text, max(low, start - REACH.apposition), start):
            plural = re.sub(r"\W", "", shared.group(1).split()[-1].lower())
            if words().role(plural) and _has_post(text, *shared.span(1)) and shared.end() == start:
                yield shared.span(1)
    else:
        lead = text[max(low, start - REACH.apposition) : start].removesuffix("\n").removesuffix("the ")
        of = lead.endswith(_MOUTH_ENDS)  # a cheap look before the search
        mouth = _MOUTH.search(text, max(low, start - REACH.apposition), start) if of else None
        if mouth:
            short = _SHORT.match(text, end)
            yield (mouth.start(), short.end() if short else end)
    apposed = _apposed_before(layout, low, start, end)
    if apposed is not None:
        yield apposed
    yield from _behind(layout, end, high, actor)


def _shared(text: str, low: int, start: int) -> re.Match[str] | None:
    """A title in the plural before a list of names, looked for only behind a word that such a list may have."""
    last = text[low:start].removesuffix("\n").rsplit(" ", 2)[-2:]
    listed = len(last) == 2 and not last[1] and (last[0][:1].isupper() or last[0][:1] == "(" or last[0] in _LISTED)
    return _SHARED.search(text, low, start) if listed else None


def _titles(layout: Layout, low: int, start: int, name: int) -> Span | None:
    """Titles and posts right before a name: "acting White House chief of staff", "Rep."."""
    text = layout.text
    before = text[max(low, start - REACH.apposition) : name].rstrip()
    if not before or before[-1] in _NO_WORD:
        return None
    tokens = tokenise(text, max(low, start - REACH.apposition), name, layout.entities, layout.annotation.pos)
    at = len(tokens)
    if at and tokens[-1].low in _PLAIN and tokens[-1].entity is None:
        return None  # "the senator met Mr. Cole"
    nearest = True
    while at > 0 and len(tokens) - at < 14:
        token = tokens[at - 1]
        if not token.word or _ends_title(token):
            break
        if token.low in _ARTICLES and token.entity is None:
            if not (at > 1 and tokens[at - 2].low in _OF):
                at -= 1
                break
        elif token.low in _OF:
            if at == len(tokens) or _has_post(text, tokens[at].start, name):
                break
            nearest = False
        at -= 1
    piece = tokens[at:]
    while piece and (piece[0].low in _OF or not piece[0].word):
        piece = piece[1:]
    if not piece:
        return None
    begin = piece[0].start
    if not (piece[-1].capital or piece[-1].possessive or words().role(piece[-1].low)):
        return None  # "the lawyer for both Ann Cole and …"
    others = [
        t for t in piece if t.entity is not None and t.entity.type == "person" and t.end <= start and not t.possessive
    ]
    if others and not nearest:
        return None
    owned = text[begin:name].rstrip()
    if owned.endswith(("'s", "’s")):
        return (begin, begin + len(owned)) if not others and readings(f"of {owned}") else None
    return (begin, name) if _has_post(text, begin, name) else None


def _ends_title(token: Token) -> bool:
    """Whether no title reaches beyond a word: a verb, a conjunction, most prepositions."""
    if token.entity is not None or token.low in _OF or token.low in _ARTICLES:
        return False
    verb = token.low in FINITE or token.tag in ("verb", "modal")
    return (
        token.low in _STOPS
        or token.low in PREPOSITIONS
        or (verb and token.text.islower() and token.low not in words().title_modifiers)
    )


def _has_post(text: str, start: int, end: int) -> bool:
    return any(r.weight >= 0 for r in readings(" ".join(text[start:end].split())))


def _apposed_before(layout: Layout, low: int, start: int, end: int) -> Span | None:
    """The phrase before the comma: "The committee's ranking member, Ann Cole,"."""
    text = layout.text
    if not text.endswith(", ", low, start):
        return None
    tokens = tokenise(text, max(low, start - REACH.apposition), start - 2, layout.entities, layout.annotation.pos)
    marks = [i for i, t in enumerate(tokens) if not t.word and t.text in ',;:()–—"“”']
    part = tokens[(marks[-1] + 1 if marks else 0) :]
    while (
        part
        and part[0].low
        in (
            "and",
            "but",
            "as",
            "said",
            "says",
            "when",
            "while",
            "after",
            "with",
            "according",
            "to",
            "by",
            "for",
            "from",
        )
        and part[0].entity is None
    ):
        part = part[1:]
    if not part or (text[end : end + 1] not in (",", ".", " ", "'", "’") and not part[0].capital):
        return None
    return _checked(part, layout)


def _behind(layout: Layout, end: int, high: int, actor: Actor) -> Iterable[Span]:
    """Appositions, a party, "who is …", "is a …" and "of the school" after a name."""
    text = layout.text
    if text.startswith(("'s", "’s"), end):
        end += 2
    first = end
    for _ in range(4):
        party = _PARTY.match(text, end, high)
        if party and ("-" in party.group(1) or "–" in party.group(1)):
            yield party.span(1)
            end = party.end() + (text[party.end() : party.end() + 1] == ")")
            continue
        age = _AGE.match(text, end, high)
        if age:
            end = age.end()
            continue
        opening = _OPEN.match(text, end, high)
        if opening is None:
            break
        closing = _END.search(text, opening.end(), min(high, opening.end() + REACH.apposition))
        stop = closing.start() if closing else min(high, opening.end() + REACH.apposition)
        part = tokenise(text, opening.end(), stop, layout.entities, layout.annotation.pos)
        found = _checked(part, layout)
        if found is None:
            break
        yield found
        end = stop
    copula = _IS.match(text, end, high)
    if copula:
        closing = _END.search(text, copula.end(), min(high, copula.end() + REACH.apposition))
        stop = closing.start() if closing else high
        found = _checked(tokenise(text, copula.end(), stop, layout.entities, layout.annotation.pos), layout)
        if found is not None:
            yield found
    place = _AT.match(text, first, high)
    if place and actor.person:
        i = layout.entity_at(place.end(), place.end() + 5)
        if (
            i >= 0
            and layout.entities[i].type in ("organisation", "place")
            and layout.entities[i].start <= place.end() + 4
        ):
            yield (first + (text[first : first + 2] == ", "), layout.entities[i].end)


def _checked(part: Sequence[Token], layout: Layout) -> Span | None:
    """The span of a phrase that may describe one actor: short, one, with a post or a body, and no clause."""
    text = layout.text
    while part and not part[-1].word:
        part = part[:-1]
    if not part:
        return None
    lead = text[part[0].start : part[0].start + 40]
    serves = _SERVES.match(lead)
    if part[0].low in ("who", "whom") and not serves:
        return None
    if not serves:
        cut = next(
            (i for i, t in enumerate(part) if t.low in ("who", "whom", "which", "that", "whose", "where", "when")),
            len(part),
        )
        if cut < len(part) and _BECAME.match(text, part[cut].start):
            return None  # "the minister who became a governor" is one no more
        part = part[:cut]
        if not part or not _opens(part):
            return None
        if any(_is_finite(t) for t in part[:8]):
            return None
    if len(part) > _LONGEST:
        return None
    behind_preposition = possessive = False
    for token in part:
        if token.low in _OF or token.low in ("to", "on", "at", "under", "with", "by", "from", "in"):
            behind_preposition = True
        possessive = token.possessive or possessive
        if token.entity is not None and token.entity.type == "person" and not behind_preposition and not serves:
            follows = next((t for t in part if t.start >= token.entity.end), None)
            if follows is None or not (possessive or follows.low not in ("and", "or")):
                return None
    span = (part[0].start, part[-1].end)
    found = readings(" ".join(text[slice(*span)].split()))
    if not found:
        return None
    words_of = {t.low for t in part if t.word}
    plural = all(r.noun not in words_of and any(singular(w) == r.noun and w != r.noun for w in words_of) for r in found)
    return None if plural and part[0].low not in ("one", "a", "an") else span


def _is_finite(token: Token) -> bool:
    participle = token.low.endswith(("ing", "ed"))
    verb = token.low in FINITE or (token.tag in ("verb", "modal") and not participle)
    return verb and token.entity is None and token.text.islower()


def _opens(part: Sequence[Token]) -> bool:
    """Whether a phrase begins as a description does."""
    known, first = words(), part[0]
    if first.low in PRONOUNS and first.low not in _ARTICLES and first.entity is None:
        return False
    return (
        first.low in _ARTICLES
        or first.low in known.title_modifiers
        or first.possessive
        or first.entity is not None
        or known.role(first.low) is not None
        or singular(first.low) in known.bodies
        or any(t.possessive for t in part[:5])
        or bool(country_of(first.text))
        or (len(part) < 9 and first.low not in _STOPS and not first.low.endswith("ing"))
    )

"""Find the head of a noun phrase and what stands around it: determiner, modifiers, possessor, complement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from framing.attribute.annotation import EntityType
from framing.resolve.tokens import Token
from framing.resolve.vocabulary import (
    DAYS,
    DETERMINERS,
    PARTICIPLES,
    POSTNOMINALS,
    PREDICATES,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    TRAILING,
    singular,
    words,
)
from framing.values import Span

__all__ = ["OWNERS", "Form", "Phrase", "read_segment"]

_INDEFINITE = frozenset(["a", "an", "another", "one", "some", "any", "no"])
_AMOUNTS = ("hundred-", "thousand-", "million-", "billion-", "trillion-")
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "both", "his", "her", "its", "their", "my", "our"])
OWNERS = frozenset(["his", "her", "its", "their", "my", "our", "your", "whose"])


class Form(StrEnum):
    """How a source is referred to."""

    PRONOUN = "pronoun"
    NAME = "name"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, read.

    ``head`` spans the pronoun, the name (without titles) or the head noun; ``word`` is the pronoun or
    the head noun in the singular, lower case. ``core`` spans the phrase without its determiner,
    appositions and relative clauses. ``modifiers`` are the words between determiner and head and those
    of the complement; ``roles`` what a person's titles and appositions say; ``hint`` the noun before or
    in apposition to a name that is not a person's ("daily" in "Syrian daily Al-Watan").
    """

    form: Form
    head: Span
    core: Span
    word: str
    entity: EntityType | None = None
    plural: bool = False
    determiner: str = ""
    possessor: Span | None = None
    complement: Span | None = None
    complement_named: bool = False
    possessive: bool = False
    """Whether the possessor is one in grammar ("the ministry's", "his"), not just a name before the noun."""
    modifiers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    hint: str = ""
    apposed: Span | None = None
    """The core of an apposition after the name."""

    @property
    def definite(self) -> bool:
        """Whether it refers to someone known: "the official", "his aide"."""
        return self.determiner in _DEFINITE or (self.possessive and self.determiner not in _INDEFINITE)


def _is_role(token: Token) -> bool:
    return words().role(token.low) is not None


def _is_noun(token: Token) -> bool:
    known = words()
    single = singular(token.low)
    return (
        token.entity is not None
        or known.role(token.low) is not None
        or single in known.bodies
        or token.low in known.bodies
        or single in known.documents
        or single in known.data
        or single in ("person", "people", "group")
    )


def _stop(tokens: list[Token], i: int) -> bool:
    """Whether the core of a phrase ends before token ``i``."""
    token, before = tokens[i], tokens[i - 1]
    if token.entity is not None and before.entity is token.entity:
        return False
    if token.low in PREPOSITIONS and not (token.capital and token.entity):
        return True
    if _is_predicate(token):
        return True
    if token.low == "such" and i + 1 < len(tokens) and tokens[i + 1].low == "as":
        return True
    participle = token.low.endswith(("ing", "ed")) or token.low in PARTICIPLES or token.tag in ("verb", "modal")
    if "-" in before.text and before.entity is None and token.low.endswith("ing") and _goes_on(tokens, i + 1):
        return False  # "a million-member lobbying giant"
    if token.entity is None and token.text.islower() and participle and _is_noun(before):
        return not (i + 1 < len(tokens) and _is_noun(tokens[i + 1]))
    return False


def _trails(token: Token) -> bool:
    """Whether a word behind a noun is no part of it: "himself", a number, a day ("a statement Friday")."""
    return token.low in TRAILING or token.low.isdigit() or (token.capital and token.low in DAYS)


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Whether a noun phrase goes on with a plain noun at token ``i``."""
    if i >= len(tokens) or tokens[i].low in PREPOSITIONS or tokens[i].low in DETERMINERS:
        return False
    return tokens[i].word and tokens[i].text.islower() and tokens[i].tag in ("noun", None)


def _is_predicate(token: Token) -> bool:
    return token.low in PREDICATES and token.entity is None and token.text.islower()


def _determines(token: Token) -> bool:
    return token.low in DETERMINERS or token.low.replace(",", "").isdigit()


def read_segment(tokens: list[Token]) -> Phrase | None:
    """One noun phrase, without appositions, or None if the tokens begin with none."""
    start = 0
    determiner = ""
    possessor: Span | None = None
    plural_quantifier = False
    while start < len(tokens) - 1 and tokens[start].entity is None and _determines(tokens[start]):
        follows = tokens[start + 1]
        if follows.low.startswith(_AMOUNTS):
            break  # "the 37 million-member group"
        if follows.low == "of" and tokens[start].low in QUANTIFIERS and start + 2 < len(tokens):
            plural_quantifier, determiner, start = True, tokens[start].low, start + 2
            continue
        determiner = tokens[start].low if determiner in ("", "all", "both", "about", "nearly", "almost") else determiner
        start += 1
    owner = next((o for o in reversed(tokens[:start]) if o.low in OWNERS and o.entity is None), None)
    if owner is not None:  # "his", "his fellow", "her two"
        determiner, possessor = owner.low, (owner.start, owner.end)
    if (
        start + 2 < len(tokens)
        and tokens[start].low in QUANTIFIERS
        and tokens[start].entity is None
        and tokens[start + 1].low == "of"
    ):
        plural_quantifier, start = True, start + 2
        while start < len(tokens) - 1 and tokens[start].entity is None and tokens[start].low in DETERMINERS:
            start += 1
    body = tokens[start:]
    if not body or (body[0].low in PREPOSITIONS and not body[0].entity):
        return None
    end = next((i for i in range(1, len(body)) if _stop(body, i)), len(body))
    end = _take_of(body, end)
    if end < len(body) and _is_predicate(body[end]):
        body = body[:end]  # "woman told police" is a woman
    titled = _titled_person(body, end)
    if titled is not None:
        core, complement = body, None
    else:
        end = _first_of_pair(body, end)
        core = body[:end]
        complement = (body[end].start, body[-1].end) if end < len(body) else None
    while len(core) > 1 and _follows_person(core):
        core = core[:-1]
    while len(core) > 1 and core[-1].entity is None and _trails(core[-1]):
        core = core[:-1]
    phrase = _with_head(core, determiner, possessor)
    if complement:
        extra = tuple(t.low for t in body[end:] if t.low not in PREPOSITIONS and t.low not in DETERMINERS)
        named = body[-1].entity is not None
        phrase = replace(phrase, complement=complement, complement_named=named, modifiers=phrase.modifiers + extra)
    if plural_quantifier and phrase.form is not Form.PRONOUN:
        plural = determiner != "one"
        phrase = replace(phrase, plural=plural, determiner="a" if not plural else determiner)
    return phrase


def _follows_person(core: list[Token]) -> bool:
    """Whether the last word is "QC" or the like after a person's name."""
    last, before = core[-1], core[-2]
    letters = last.low.replace(".", "") in POSTNOMINALS or last.text in ("II", "III", "IV")
    return (
        letters
        and last.capital
        and last.entity is None
        and before.entity is not None
        and before.entity.type == "person"
    )


def _take_of(body: list[Token], end: int) -> int:
    """Take "of …" into a body's name: "Ministry of Defense", "House of Representatives"."""
    if (
        end + 1 < len(body)
        and body[end].low == "of"
        and body[end - 1].capital
        and body[end - 1].low in words().bodies
        and any(t.capital for t in body[end + 1 : end + 3])
    ):
        stop = next((i for i in range(end + 2, len(body)) if _stop(body, i)), len(body))
        return stop if not any(t.entity and t.entity.type == "person" for t in body[end:stop]) else end
    return end


def _titled_person(body: list[Token], end: int) -> int | None:
    """Index of a person's name at the end of a phrase whose title holds a preposition, or None.

    "Secretary of State Hillary Clinton" is Clinton, "a spokesman for President Trump" is not Trump.
    """
    last = body[-1]
    if end >= len(body) or last.entity is None or last.entity.type != "person" or last.possessive:
        return None
    first = len(body) - 1
    while first > 0 and body[first - 1].entity is last.entity:
        first -= 1
    known = words()
    before = first - 1
    while before > end and (body[before].low in known.honorifics or body[before].low in known.titles):
        before -= 1
    if before <= end:
        return None
    token = body[before]
    if (
        token.possessive
        or _is_role(token)
        or token.low in known.title_modifiers - {"state", "staff", "house", "senate"}
    ):
        return None
    if token.low in PREPOSITIONS or token.low in DETERMINERS or token.low == "and":
        return None
    if token.entity is not None and token.entity.type != "organisation":
        return None
    return first if token.capital or token.low in known.bodies or body[end].low == "of" else None


def _first_of_pair(body: list[Token], end: int) -> int:
    """Cut "Clinton and Sanders" after the first, if each could be a source of its own."""
    for i in range(1, end - 1):
        if body[i].low in ("and", "or", "nor", "&") and body[i].entity is None:
            before, after = body[i - 1], body[i + 1 : end]
            if before.possessive:
                continue
            single = before.entity is not None and before.entity.type in ("person", "organisation", "place")
            joined = after[-1].entity is None and not any(t.entity and t.entity is after[-1].entity for t in after)
            if single and not (joined and before.entity is not None and before.entity.type != "person"):
                return i
            titled = any(t.entity is not None and t.entity.type == "person" for t in after)
            role = before.entity is None and singular(before.low) == before.low and _is_role(before)
            if role and body[0] is not before and not titled:
                return i
    return end


def _with_head(core: list[Token], determiner: str, possessor: Span | None) -> Phrase:
    if len(core) > 1 and core[-1].entity is not None and _is_paper(core[-2]) and not core[-2].capital:
        core = core[:-1]  # "a memo Comey wrote"
    head = core[-1]
    begin = len(core) - 1
    name = _untagged_name(core) if head.entity is None else not _is_common(core)
    if name:
        kind = head.entity.type if head.entity else None
        while begin > 0 and _joins(core[begin - 1], core[begin], kind):
            begin -= 1
        begin = _with_body(core, begin, kind)
    before = core[:begin]
    for i in range(len(before) - 1, -1, -1):
        if before[i].possessive:
            first = i
            while first > 0 and not before[first - 1].possessive and before[first - 1].low not in PREPOSITIONS:
                first -= 1
            possessor = (before[first].start, before[i].end)
            before = before[i + 1 :]
            break
    possessive = possessor is not None
    span = (core[0].start, head.end)
    modifiers = tuple(t.low for t in core[:begin])
    if name:
        roles = tuple(r for t in before if (r := words().role(t.low)) and (t.entity is None or t.entity is head.entity))
        hint = ""
        for token in reversed(before):
            if token.entity is None and (singular(token.low) in words().bodies or token.low in words().bodies):
                hint = token.low
                break
        kind = head.entity.type if head.entity else None
        return Phrase(
            Form.NAME,
            (core[begin].start, head.end),
            span,
            head.low,
            kind,
            plural=kind == "group" and head.low.endswith("s"),
            determiner=determiner,
            possessor=possessor,
            modifiers=modifiers,
            roles=roles,
            hint=hint,
            possessive=possessive,
        )
    if possessor is None:
        owner = next((t for t in reversed(before) if t.entity is not None and t.entity.type != "group"), None)
        if owner is not None and owner.entity is not None:
            possessor = (max(owner.entity.start, span[0]), owner.end)
    word = singular(head.low)
    role = words().role(head.low)
    plural = word != head.low or head.low in ("police", "people", "media")
    return Phrase(
        Form.DESCRIPTION,
        (head.start, head.end),
        span,
        role or word,
        plural=plural,
        determiner=determiner,
        possessor=possessor,
        modifiers=modifiers,
        roles=(role,) if role else (),
        possessive=possessive,
    )


def _with_body(core: list[Token], begin: int, kind: EntityType | None) -> int:
    """Where a name begins, with the body before "of the": "Church of the Dawn", "Ministry of the Interior"."""
    if kind == "person" or begin < len(("Church", "of", "the")):
        return begin
    body, of, the = core[begin - 3 : begin]
    named = body.capital and body.low in words().bodies and not body.possessive
    return begin - 3 if named and (of.low, the.low) == ("of", "the") else begin


def _is_paper(token: Token) -> bool:
    known = words()
    return token.entity is None and (singular(token.low) in known.documents or singular(token.low) in known.data)


def _is_common(core: list[Token]) -> bool:
    """Whether the last word, though tagged, is a common noun for people: "Senate Democrats"."""
    head = core[-1]
    known = words()
    if head.entity is None or head.entity.type == "person" or known.role(head.low) is None:
        return False
    if head.entity.type == "organisation" and singular(head.low) == head.low:
        return False
    own = [t for t in core[:-1] if t.entity is head.entity]
    return not any(t.low in PREPOSITIONS or known.bodies.get(t.low) == "organisation" for t in own)


def _untagged_name(core: list[Token]) -> bool:
    """Whether the last word is a name that the tagger missed, judged by its capital."""
    head = core[-1]
    known = words()
    if not head.capital or head.low in PRONOUNS:
        return False
    single = singular(head.low)
    common = known.role(head.low) or head.low in known.documents or head.low in known.data or single in known.documents
    if len(core) == 1:
        return not common and head.low not in known.bodies and single not in known.bodies
    if common and not core[-2].capital:
        return False
    return not (common and known.role(head.low))


def _joins(left: Token, right: Token, kind: EntityType | None) -> bool:
    """Whether ``left`` belongs to the name that begins with ``right``."""
    same = left.entity is not None and left.entity is right.entity
    if left.possessive:
        return same and kind == "organisation" and singular(left.low) != left.low  # "Seamen's Union"
    if same:
        return True
    known = words()
    if kind == "person":
        return (
            left.entity is None
            and left.capital
            and not known.is_title(left.low)
            and left.low not in known.title_modifiers
            and left.low not in known.bodies
            and not left.text.isupper()
            and left.low in known.given_names
        )
    if not left.capital or left.low in PREPOSITIONS:
        return left.low == "of" and right.capital and kind is None
    if kind is None:
        return not known.is_title(left.low) or left.low in known.bodies
    body = right.low in known.bodies or right.low in known.title_modifiers
    return kind == "organisation" and left.entity is not None and left.entity.type in ("place", "group") and body

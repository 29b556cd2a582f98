"""Names as the tagger gives them, put right.

A tagger that sees a word at a time cuts rare names, and takes "Islamic" of "Islamic State" for a religion. :func:`tidy`
mends what the words of a name itself show, for all that follows. :func:`complete` adds what the rest of the text shows,
the words beside a piece and the same name elsewhere: for counting mentions, where a name missed is a mention missed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from framing.attribute.annotation import Annotation, Entity, EntityType
from framing.resolve.kinds import is_armed_group
from framing.resolve.names import acronym_of, country_of
from framing.resolve.vocabulary import COMPANIES, FORCES, PARTICLES, PARTIES, POSTNOMINALS, singular, words
from framing.structure import BlockKind
from framing.values import Span

__all__ = ["complete", "tidy"]

_SUFFIX = re.compile(
    r"-(?:based|led|backed|held|born|controlled|funded|trained|style|sponsored|run|owned|supported)$", re.I
)
_DOTTED = re.compile(r"(?:\b\w\.)+$|\b(?:Jr|Sr|Inc|Corp|Ltd|Co)\.$")
_BRACKETED = re.compile(r" \(([A-Z]{2,7})\)")
_OWNER = re.compile(r"(?<![\w\-])([A-Z][a-z]+)(?:(?<=s)['’]|['’]s) $")
_NAME_SUFFIX = re.compile(r",? (?:Jr|Sr)\b\.?")
_CAPITALS = re.compile(r"(?: [A-Z][\w’'\-]*){1,3}")
_ACRONYM = re.compile(r"(?<![\w.\-&])(?<![A-Z]{2} )[A-Z]{2,6}(?![\w&]|\.\w| [A-Z]{2})")
"""Capitals by themselves: beside others they may be shouted words ("what IT IS")."""
_CAPITALS_MOST = 6
_WHO = re.compile(r"(?<![\w.\-&@#])(?<![A-Z]{2} )WHO(?![\w&]|\.\w| [A-Z]{2})")
"""The World Health Organization, which a tagger takes for the relative pronoun."""
_DETERMINED = re.compile(r"\b(?:the|an?|his|her|its|their|our|my) $", re.I)
_COMMON = re.compile(r"[a-z][a-z\-]*(?: |$)")
_CAPITAL_BEFORE = re.compile(r"(?<![.!?:”\"] )(?<!\n)\b(?!(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|The|And|But)\b)[A-Z][\w.’'-]* $")
_OFTEN = 3
"""Tagged mentions of a surname that make it one wherever it stands."""
_SHORTEST = 3
_MODIFIER = re.compile(r"-[a-z]+$")
"""Ends "Baghdad-based", which qualifies the name behind it."""
_POSSESSIVE = re.compile(r"['’]s$")


def _firmer(a: EntityType, b: EntityType) -> EntityType:
    """The type of a word whose pieces were tagged differently."""
    return a if a != "group" else b


_APOSTROPHES = ("'", "’")


def _whole(start: int, end: int, text: str) -> Span:
    """A span widened to whole words, and cut before "-based", "-led" and the like."""
    while start > 0 and (
        text[start - 1].isalnum() or (text[start - 1] in ".-&" and text[start - 2 : start - 1].isalnum())
    ):
        start -= 1
    if text[start : start + 2] == "s " and text[start - 1 : start] in _APOSTROPHES:
        owner = start - 1
        while owner > 0 and text[owner - 1].isalnum():
            owner -= 1
        start = owner if text[owner].isupper() else start + 2  # "People’s Protection Units", but "the town’s Red Cross"
    while end < len(text) and (text[end].isalnum() or (text[end] in ".-&" and text[end + 1 : end + 2].isalnum())):
        end += 1
    suffix = _SUFFIX.search(text[start:end]) if "-" in text[start:end] else None
    return (start, start + suffix.start()) if suffix and suffix.start() else (start, end)


def _is_postnominal(word: str) -> bool:
    return not word.islower() and word.replace(".", "").lower() in POSTNOMINALS


def _is_numeral(word: str) -> bool:
    """Whether a word counts bearers of a name: left out behind a tagged name, kept in one ("Elizabeth II")."""
    return word in ("II", "III", "IV")


def _person(start: int, end: int, text: str) -> Span:
    """A person's name without the letters after it ("QC"), with "Jr."."""
    while (cut := text.rfind(" ", start, end)) > start and _is_postnominal(text[cut + 1 : end]):
        end = start + len(text[start:cut].rstrip(" ,"))
    suffix = _NAME_SUFFIX.match(text, end) if " " in text[start:end] else None
    return start, suffix.end() if suffix else end


def _proper(start: int, end: int, text: str) -> int:
    """Where the name of "the smith Jan Krol" begins, small words behind an article left out; ``end`` where none is."""
    if not text[start].islower() or not _DETERMINED.search(text, max(0, start - 6), start):
        return start
    while start < end and (common := _COMMON.match(text, start, end)) and common.group().strip() not in PARTICLES:
        start = common.end()
    return start


def _body(start: int, end: int, text: str) -> int:
    """Where a body's name begins: with those whose body it is ("Seamen's Union", "Teachers' Union")."""
    apart = text[max(0, start - 3) : start]
    owner = _OWNER.search(text, max(0, start - 24), start) if "'" in apart or "’" in apart else None
    if owner is None or not text[start].isupper() or text[start:end].split()[-1].lower() not in words().bodies:
        return start
    low = owner.group(1).lower()
    plural = singular(low) != low and singular(low) not in PARTIES and country_of(owner.group(1)) is None
    return owner.start() if plural else start


def _joined(left: Entity, right: Entity, text: str) -> EntityType | None:
    """The type of two entities that are one name: "Syrian Arab" and "Army", "Democracy for" and "America"."""
    if right.start - left.end > len(" of "):
        return None
    between = text[left.end : right.start]
    if left.type == "organisation" and between == " " and left.end > left.start:
        ending = text[max(left.start - 1, 0) : left.end].rsplit(None, 1)[-1]
        if ending in ("for", "of", "to"):
            return "organisation"
    if left.type in ("person", "place") and right.type == "organisation" and between == " ":
        firm = text[right.start : right.end].lower() in COMPANIES and " " not in text[left.start : left.end]
        return "organisation" if firm else None  # "Norvik" and "Shipping"
    if left.type == "organisation" and right.type == "place" and between == " of ":
        last = text[left.start : left.end].split()[-1]
        return "organisation" if last[0].isupper() and last.lower() in words().bodies else None
    if left.type == "group" and right.type == "organisation" and between == " ":
        short = _BRACKETED.match(text, right.end)
        if short is not None and acronym_of(short.group(1), text[left.start : right.end]):
            return "organisation"
        first = text[right.start : right.end].split()[0].lower()
        return "organisation" if first in FORCES else None
    return None


def tidy(entities: tuple[Entity, ...], text: str) -> tuple[Entity, ...]:
    """Entities in order, of whole words, within the text, without overlaps (the longer wins).

    A tagger is unsure of rare names: pieces of one name are joined, and a "group" whose last word is
    that of a body ("Syrian Democratic Forces") is an organisation.
    """
    found: list[Entity] = []
    missed = tuple(Entity(*m.span(), "organisation") for m in _WHO.finditer(text)) if "WHO" in text else ()
    for e in sorted((*entities, *missed), key=lambda e: (e.start, -e.end)):
        start, end = max(e.start, 0), min(e.end, len(text))
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        if text[end : end + 1] == "." and _DOTTED.search(text, max(start, end - 6), end + 1):
            end += 1
        if start >= end:
            continue
        start, end = _whole(start, end, text)
        if found and start < found[-1].end:
            if end > found[-1].end:  # pieces of one word, as in "Al-Watan"
                found[-1] = Entity(found[-1].start, end, _firmer(found[-1].type, e.type))
            continue
        if e.type == "person":
            start = _proper(start, end, text)
            if start == end:
                continue
            start, end = _person(start, end, text)
        elif (
            found and found[-1].type == "person" and (_is_postnominal(text[start:end]) or _is_numeral(text[start:end]))
        ):
            if text[found[-1].end : start] in (" ", ", "):
                continue
        elif e.type == "organisation":
            start = _body(start, end, text)
            while found and found[-1].end > start:
                found.pop()
        entity = Entity(start, end, e.type)
        if e.type == "group":
            tokens = text[start:end].split()
            if (len(tokens) > 1 and tokens[-1].lower() in words().bodies) or is_armed_group(text[start:end]):
                entity = Entity(start, end, "organisation")
        kind = _joined(found[-1], entity, text) if found else None
        if kind is not None:
            found[-1] = Entity(found[-1].start, end, kind)
        else:
            found.append(entity)
    return tuple(_same_surnames(_same_capitals(_whole_elsewhere(found, text), text), text))


def _whole_elsewhere(entities: list[Entity], text: str) -> list[Entity]:
    """With two pieces joined that are one name of a body in another place of the text."""
    whole = {text[e.start : e.end] for e in entities if e.type == "organisation" and " " in text[e.start : e.end]}
    if not whole:
        return entities
    found: list[Entity] = []
    for entity in entities:
        last = found[-1] if found else None
        if last is not None and text[last.end : entity.start] == " " and text[last.start : entity.end] in whole:
            found[-1] = Entity(last.start, entity.end, "organisation")
        else:
            found.append(entity)
    return found


def _same_surnames(entities: list[Entity], text: str) -> list[Entity]:
    """With a surname that is tagged again and again taken so where it is tagged as nothing ("Kerr" opens a paragraph).

    A word that the text has in small letters, too, is no such name.
    """
    counts = Counter(text[e.start : e.end].rsplit(" ", 1)[-1] for e in entities if e.type == "person")
    others = {text[e.start : e.end] for e in entities if e.type != "person"}
    known = [n for n, k in counts.items() if k >= _OFTEN and len(n) > _SHORTEST and n.isalpha() and n.istitle()]
    known = [n for n in known if n not in others and not _stands_small(n.lower(), text)]
    spans = sorted(span for name in known for span in _standing_alone(name, text))
    found = [Entity(a, b, "person") for a, b in _free(entities, spans)]
    return sorted([*entities, *found], key=attrgetter("start")) if found else entities


def _stands_small(word: str, text: str) -> bool:
    """Whether a word stands in the text as it is written."""
    return word in text and re.search(rf"\b{word}\b", text) is not None


_ALONE = re.compile(r"(?<![\w\-.@#/’'&])(?<![A-Z]\. )\w+(?![\w\-/@]| [A-Z])")


def _standing_alone(name: str, text: str) -> Iterator[Span]:
    """Where a name of one word stands by itself, no part of a longer one."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        match = _ALONE.match(text, at)
        if match and match.end() == end and not _CAPITAL_BEFORE.search(text, max(0, at - 24), at):
            yield at, end
        at = text.find(name, end)


def _same_capitals(entities: list[Entity], text: str) -> list[Entity]:
    """With the capitals that are an organisation's in one place taken so where they are tagged as nothing."""
    known = {text[e.start : e.end] for e in entities if e.type == "organisation" and e.end - e.start <= _CAPITALS_MOST}
    known = {name for name in known if _ACRONYM.fullmatch(name)}
    if not known:
        return entities
    return _over(entities, _free(entities, (m.span() for m in _ACRONYM.finditer(text) if m.group() in known)))


def complete(annotation: Annotation) -> Annotation:
    """The annotation with its entities completed; they are in order and do not overlap.

    - Pieces of one type with a space between are one name, so is a piece with a small letter with the one before it
      ("Deir" "ez-Zor"), and so are a nationality and the place right after it ("Syrian Arab" "Republic").
    - A nationality or religion and capitalised words up to that of a body are an organisation ("Islamic State",
      "Catholic Church"). Headings are left out, for there every word may have a capital.
    - An organisation of several words, once named, is meant wherever the same words stand.
    - Unlabelled capitals that are the initials of an organisation named in the text mean it ("IS").
    """
    text = annotation.document.flat
    entities = _pieces_joined(sorted(annotation.entities, key=lambda e: (e.start, -e.end)), text)
    entities = _bodies(entities, annotation)
    names = {text[e.start : e.end] for e in entities if e.type == "organisation" and " " in text[e.start : e.end]}
    entities = _repeated(entities, names, text)
    return replace(annotation, entities=_acronyms(entities, names, annotation))


def _pieces_joined(entities: Iterable[Entity], text: str) -> list[Entity]:
    found: list[Entity] = []
    for entity in entities:
        last = found[-1] if found else None
        if last is not None and entity.start < last.end:
            continue
        kind = _type_together(last, entity, text) if last is not None else None
        if last is not None and kind is not None:
            found[-1] = Entity(last.start, entity.end, kind)
        else:
            found.append(entity)
    return found


def _type_together(left: Entity, right: Entity, text: str) -> EntityType | None:
    """The type of two pieces that are one name, or None."""
    if text[left.end : right.start] != " " or _MODIFIER.search(text, left.start, left.end):
        return None
    if left.type == right.type and left.type != "group":
        return left.type
    if left.type != "group" and text[right.start].islower() and text[left.start].isupper():  # "Deir" "ez-Zor"
        return left.type
    return "place" if (left.type, right.type) == ("group", "place") else None


def _bodies(entities: list[Entity], annotation: Annotation) -> list[Entity]:
    """Groups widened to the name of a body that they begin."""
    text, document = annotation.document.flat, annotation.document
    found: list[Entity] = []
    for entity in entities:
        if found and entity.start < found[-1].end:
            continue
        block = document.block_at(entity.start)
        heading = block is not None and block.kind in (BlockKind.TITLE, BlockKind.HEADING)
        match = _CAPITALS.match(text, entity.end) if entity.type == "group" and not heading else None
        end = _body_end(match) if match else None
        found.append(entity if end is None else Entity(entity.start, end, "organisation"))
    return found


def _body_end(match: re.Match[str]) -> int | None:
    """Where the last of the words ends that is a body's, before any title ("Syrian Army General Ali")."""
    end = None
    position = match.start()
    for token in match.group().split():
        position += 1 + len(token)
        bare = _POSSESSIVE.sub("", token)
        if words().is_title(bare.lower()):
            break
        if bare.lower() in words().bodies:
            end = position - (len(token) - len(bare))
        if bare != token:
            break
    return end


def _repeated(entities: list[Entity], names: set[str], text: str) -> list[Entity]:
    """Every place where the words of a name stand, over the shorter entities inside."""
    if not names:
        return entities
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))) + r")(?!\w)"
    )
    return _over(entities, [m.span() for m in pattern.finditer(text)])


def _acronyms(entities: list[Entity], names: set[str], annotation: Annotation) -> tuple[Entity, ...]:
    text, document = annotation.document.flat, annotation.document
    spans = []
    for match in _ACRONYM.finditer(text):
        block = document.block_at(match.start())
        line = text[block.start : block.end] if block else text
        if not line.isupper() and any(acronym_of(match.group(), name) for name in names):
            spans.append(match.span())
    return tuple(_over(entities, _free(entities, spans)))


def _free(entities: Sequence[Entity], spans: Iterable[Span]) -> list[Span]:
    """The spans that no entity overlaps."""
    free = []
    for start, end in spans:
        i = bisect_left(entities, start + 1, key=attrgetter("end"))
        if i == len(entities) or entities[i].start >= end:
            free.append((start, end))
    return free


def _over(entities: Iterable[Entity], spans: Iterable[Span]) -> list[Entity]:
    """Organisations at ``spans``, and the entities that they do not touch or that contain them."""
    found = [Entity(a, b, "organisation") for a, b in spans]
    every = sorted([*entities, *found], key=lambda e: (e.start, -e.end))
    kept: list[Entity] = []
    for entity in every:
        while kept and entity.start < kept[-1].end and entity.end > kept[-1].end and entity in found:
            kept.pop()
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
    return kept

"""A sentence as chunks: noun phrases, groups of verbs, prepositions, relative pronouns, joints and marks.

Read from the parts of speech that the model gives, without a parser. What stands in brackets, and quotation marks
around a few words, are looked through; longer quotations are bounds.
"""

from __future__ import annotations

from framing.resolve.heads import OWNERS
from framing.resolve.tokens import Token
from framing.resolve.verb_groups import LISTS, SUBJECT_PRONOUNS, Chunk, Kind, tagged, verb_group
from framing.resolve.vocabulary import singular

__all__ = ["chunks_of"]

_QUOTES = frozenset("\"'“”‘’«»„‟")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_BRACKETS = _OPENING | _CLOSING
_STOPS = frozenset(".?!;:—–|•/…") | {"--", "-"}
_RELATIVES = frozenset(["who", "whom", "which"])
_SINGULAR_BY = frozenset(["a", "an", "this", "that", "each", "every", "another", "he", "she", "it"])
_PLURAL_NOUNS = frozenset(["people", "police", "men", "women", "children", "troops", "they", "we", "these", "those"])
_WHEN = frozenset(["last", "next", "late", "early", "past"])
_LONGEST_MARKED = 4
_AMOUNTS = frozenset(["million", "billion", "trillion", "thousand", "hundred", "dozen", "dollars", "euros"])


def chunks_of(text: str, tokens: list[Token]) -> tuple[list[Token], list[Chunk]]:
    """The tokens that are read, without marks that are looked through, and their chunks in order.

    Their ``tag`` is that of :func:`~framing.resolve.verb_groups.tag_of`.
    """
    kept = _looked_through(list(map(tagged, tokens)))
    found: list[Chunk] = []
    i = 0
    while i < len(kept):
        chunk = _next(text, kept, i, found)
        if chunk.kind is Kind.NOUNS and _joins_of(found):
            chunk = _with_of(found, chunk)
            del found[-2:]
        found.append(chunk)
        i = chunk.last
    return kept, found


def _looked_through(tokens: list[Token]) -> list[Token]:
    """Tokens without what stands in brackets and without quotation marks around a few words."""
    marked = {t.text for t in tokens if not t.word}
    out = tokens if marked.isdisjoint(_BRACKETS) else _without_brackets(tokens)
    if not marked.isdisjoint("'’"):
        out = _with_owners(out)
    if marked.isdisjoint(_QUOTES):
        return out
    marks = [i for i, t in enumerate(out) if not t.word and t.text in _QUOTES]
    dropped: set[int] = set()
    at = 0
    while at + 1 < len(marks):
        a, b = marks[at], marks[at + 1]
        inside = out[a + 1 : b]
        if 0 < len(inside) <= _LONGEST_MARKED and all(t.word for t in inside) and out[a].end == out[a + 1].start:
            dropped |= {a, b}
            at += 2
        else:
            at += 1
    return [t for i, t in enumerate(out) if i not in dropped]


def _without_brackets(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    depth = 0
    gloss = True
    for token in tokens:
        if not token.word and token.text in _OPENING:
            if depth == 0:
                gloss = token.text != "[" or bool(out and out[-1].word and out[-1].tag in ("noun", "name", "pronoun"))
            depth += 1
        elif not token.word and token.text in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 or not gloss:
            out.append(token)
    return out


def _with_owners(tokens: list[Token]) -> list[Token]:
    """Tokens with the possessive of plural nouns, whose apostrophe is a mark by itself: "voters’ views"."""
    out: list[Token] = []
    for i, token in enumerate(tokens):
        before, behind = tokens[i - 1] if i else None, tokens[i + 1] if i + 1 < len(tokens) else None
        glued = not token.word and token.text in "'’" and before is not None and before.end == token.start
        if glued and before is not None and behind is not None and behind.word and behind.start > token.end:
            owner = before.text.endswith("s") and before.tag in ("noun", "name")
            if owner and behind.tag in ("noun", "adjective") and out:
                out[-1] = out[-1]._replace(possessive=True)
                continue
        out.append(token)
    return out


def _next(text: str, t: list[Token], i: int, before: list[Chunk]) -> Chunk:
    token = t[i]
    if not token.word:
        kind = Kind.COMMA if token.text == "," else Kind.QUOTE if token.text in _QUOTES else Kind.OTHER
        return Chunk(Kind.STOP if token.text in _STOPS else kind, i, i + 1, word=token.text)
    low, tag = token.low, token.tag
    if low in _RELATIVES and tag != "name":
        return Chunk(Kind.RELATIVE, i, i + 1, word=low)
    if low == "that" and tag in ("preposition", "determiner") and not _determines(t, i):
        kind = Kind.RELATIVE if tag == "determiner" else Kind.JOINT
        return Chunk(kind, i, i + 1, word=low)
    if low == "whose":
        return Chunk(Kind.JOINT, i, i + 1, word=low)
    verbs = verb_group(text, t, i)
    if verbs is not None:
        return verbs
    if low.endswith(("self", "selves")) and before and before[-1].kind is Kind.NOUNS:
        return Chunk(Kind.OTHER, i, i + 1, word=low)  # "the rebels themselves"
    nouns = _nouns(t, i)
    if nouns is not None:
        return nouns
    if low in ("and", "or", "but", "nor", "&"):
        return Chunk(Kind.AND, i, i + 1, word=low)
    if low in LISTS["joints"] and tag != "adverb":
        return Chunk(Kind.JOINT, i, i + 1, word=low)
    if tag == "preposition":
        return Chunk(Kind.PREPOSITION, i, i + 1, word=low)
    return Chunk(Kind.OTHER, i, i + 1, word=low)


def _determines(t: list[Token], i: int) -> bool:
    """Whether "that" stands before its noun."""
    return i + 1 < len(t) and t[i + 1].word and t[i].tag == "determiner" and t[i + 1].tag in ("noun", "adjective")


def _nouns(t: list[Token], i: int) -> Chunk | None:
    """The noun phrase that begins at a token, with its determiner, without what follows the head."""
    token, tag = t[i], t[i].tag
    if tag == "pronoun" and token.low not in OWNERS:
        plural = token.low in _PLURAL_NOUNS if token.low not in _SINGULAR_BY else False
        return Chunk(Kind.NOUNS, i, i + 1, i, token.low, pronoun=True, plural=plural)
    if tag == "pronoun" and token.low == "her" and not _goes_on(t, i + 1):
        return Chunk(Kind.NOUNS, i, i + 1, i, "her", pronoun=True, plural=False)
    if tag not in ("determiner", "pronoun", "adjective", "number", "noun", "name") or token.low == "to":
        return None
    head = last = -1
    at = i
    while at < len(t) and (t[at].word or (head < 0 and _lists_adjectives(t, i, at))):
        if not t[at].word:
            at += 1
            continue
        tag = t[at].tag
        if at > i and (tag == "determiner" or (tag == "pronoun" and t[at].low in OWNERS)):
            if t[at - 1].low not in ("all", "both", "half", "such", "nearly", "almost") or (
                tag == "pronoun" and head >= 0
            ):
                break
        elif tag in ("noun", "name"):
            if at > i and head >= 0 and t[at].low in LISTS["measures"] and not t[at - 1].possessive and _is_day(t, at):
                break
            if head >= 0 and t[head].low in LISTS["measures"] and tag == "name" and not t[head].possessive:
                break  # "last week Mr. Cole"
            head = at
        elif tag == "number":
            if head >= 0 and not t[at - 1].possessive:
                break
            last = at
        elif tag == "verb":
            if not _modifies(t, i, at, head):
                break
        elif tag == "adjective" and at + 1 < len(t) and head < 0 and _lists_adjectives(t, i, at + 1):
            pass
        elif tag == "adjective" or (tag == "adverb" and (at > i or t[i].low in ("nearly", "almost"))):
            if head >= 0 and not t[at - 1].possessive and (t[head].tag == "noun" or t[at].low in _WHEN):
                break  # "the party last week"
            if not _goes_on(t, at + 1) and not (tag == "adjective" and head < 0 and at == _last_word(t, at)):
                break
        elif t[at].low in ("and", "or", "but") and tag == "other":
            adjectives = at > i and t[at - 1].tag == "adjective" and at + 1 < len(t) and t[at + 1].tag == "adjective"
            if head >= 0 or not adjectives or not _goes_on(t, at + 1):
                break
        elif tag in ("pronoun", "determiner"):
            if at > i and tag == "pronoun":
                break
        else:
            break
        at += 1
        if head == at - 1 and t[head].possessive and not _goes_on(t, at, possessive=True):
            break
    end = at
    if head < 0:
        if t[i].tag == "pronoun" or end == i or (last < 0 and t[end - 1].tag == "adjective" and t[i].low != "the"):
            return None
        head = last if last >= 0 else end - 1
        if t[head].low in ("the", "a", "an", "every"):
            return None
    end = max(end if head == end - 1 else head + 1, i + 1)
    word = t[head].low
    return Chunk(Kind.NOUNS, i, end, head, word, when=_is_measure(t, head), plural=_plural(t, i, head))


def _lists_adjectives(t: list[Token], first: int, at: int) -> bool:
    """Whether a comma stands between adjectives of one phrase: "a large, loyal following"."""
    between = at > first and t[at].text == "," and at + 1 < len(t) and t[at + 1].word
    return between and t[at - 1].tag == "adjective" and t[at + 1].tag == "adjective" and _goes_on(t, at + 1)


def _last_word(t: list[Token], at: int) -> int:
    """The place of an adjective that ends its phrase: "the wounded"."""
    return at if at > 0 and t[at - 1].tag == "determiner" else -1


def _goes_on(t: list[Token], at: int, *, possessive: bool = False) -> bool:
    """Whether a noun phrase that has begun has its noun ahead."""
    while at < len(t) and t[at].word:
        tag = t[at].tag
        if tag in ("noun", "name") or (possessive and tag == "number"):
            return True
        if tag == "other" and t[at].low in ("and", "or", "but"):
            at += 1
            continue
        if tag not in ("adjective", "number", "adverb") and not (tag == "verb" and _participial(t[at].low)):
            return False
        at += 1
    return False


def _participial(low: str) -> bool:
    return low.endswith(("ing", "ed", "en", "wn"))


def _modifies(t: list[Token], first: int, at: int, head: int) -> bool:
    """Whether a participle stands before its noun: "a growing catastrophe", "armed groups"."""
    if head >= 0 and not t[at - 1].possessive:
        return False
    before = at > first and t[at - 1].tag in ("determiner", "adjective", "number", "adverb", "pronoun")
    before = before or (at > first and t[at - 1].possessive)
    ahead = at + 1 < len(t) and t[at + 1].tag in ("noun", "adjective", "name", "number")
    return before and ahead and _participial(t[at].low)


def _is_day(t: list[Token], at: int) -> bool:
    """Whether a day or month stands by itself behind a noun: "a statement Friday"."""
    return t[at].capital and not (at + 1 < len(t) and t[at + 1].word and t[at + 1].tag in ("noun", "name"))


def _is_measure(t: list[Token], head: int) -> bool:
    low = t[head].low
    if t[head].entity is not None:
        return False
    if t[head].tag == "number" or low in _AMOUNTS or low[:1] in "$€£":
        return True
    return bool(low in LISTS["measures"] or singular(low) in LISTS["measures"])


def _plural(t: list[Token], first: int, head: int) -> bool | None:
    """Whether a phrase is surely plural (true) or surely singular (false); None where it may be both."""
    low, opens = t[head].low, t[first].low
    if opens in _SINGULAR_BY and first != head:
        return False
    entity = t[head].entity
    if entity is not None and entity.type == "person":
        return False
    if low in _PLURAL_NOUNS or opens in ("these", "those", "many", "several", "both", "two", "three", "few"):
        return True
    if t[head].tag == "noun" and singular(low) != low and not low.endswith(("ics", "ss")) and entity is None:
        return True
    return None


def _joins_of(found: list[Chunk]) -> bool:
    """Whether "of" leads from the noun phrase before to the next."""
    return (
        len(found) > 1 and found[-1].kind is Kind.PREPOSITION and found[-1].word == "of"
        and found[-2].kind is Kind.NOUNS and not (found[-2].pronoun and found[-2].word in SUBJECT_PRONOUNS)
    )  # fmt: skip


def _with_of(found: list[Chunk], chunk: Chunk) -> Chunk:
    """A noun phrase with its complement: "the leaders of the group"; of "dozens of people" the people are the head."""
    left = found[-2]
    counts = left.word in LISTS["quantities"] or singular(left.word) in LISTS["quantities"]
    of = chunk if counts else left
    when = chunk.when if counts else left.when
    plural = (None if of.plural is False else of.plural) if counts else left.plural
    return Chunk(Kind.NOUNS, left.first, chunk.last, of.head, of.word, when=when, plural=plural, pronoun=False)

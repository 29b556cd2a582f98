"""Who "he", "they" and "it" are: the most salient actor before, outside quotations.

Salience follows the literature on anaphora without a parser (Lappin and Leass 1994; Mitkov 1998):
recency by sentence, subjects before objects, speakers before those merely talked about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from framing.resolve.layout import Layout
from framing.resolve.roster import Actor, Mention, Roster
from framing.resolve.thresholds import SALIENCE
from framing.resolve.vocabulary import Gender, words
from framing.values import Span

__all__ = ["Discourse", "Spoken", "spans_sorted"]

_START = attrgetter("start")
_FIRST, _SECOND = itemgetter(0), itemgetter(1)
_PREPOSED = re.compile(
    r"\b(?:of|for|from|in|at|on|to|with|by|about|against|between|after|before|like|than|over|behind|around|versus|"
    r"vs\.?|and|or|told|tells|asked|called|calling|urged|accused|criticized|attacked|praised|blamed)"
    r"(?: (?:the|his|her|their|\w+\.|[A-Z][\w.]+|former|president|candidate|nominee)){0,3} $"
)
_NEXT = re.compile(
    r"(?: \([^()]{1,40}\))?(?:,[^,.;“”\"]{2,90},)? "
    r"(?:also |still |then |never |later |now |once |has |had |have |is |was |\w+ly )?(\w+)"
)
_VERB = re.compile(
    r"(?:[a-z]+ed|said|says|told|is|was|has|had|did|does|will|would|could|can|may|might|met|went|came|took|made|got|[a-z]+s)"
)
_ADDRESSED = re.compile(
    r"\b(?:heard|hears|interviewed|questioned|quizzed|examined|cross-examined|introduced|listened to|listens to|"
    r"spoke (?:to|with)|talked (?:to|with)|turned to)(?: [a-z][\w’'-]*){0,5}(?: [A-Z][\w.’'-]*)?,? $"
)
_SAID = re.compile(
    r"\b(?:said|says|added|adds|explained|argued|wrote|continued|recalled|noted|asked|warned|insisted|replied|responded|"
    r"according to)(?: (?:an?|the))?(?: [A-Za-z][\w.’'-]*){0,6}? $"
)
"""A name behind a verb of speech is the speaker's: "…,” said Bo Lind"."""
_SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_OPENS_WITH = re.compile(r"(?:that )?([Hh]e|[Ss]he)\b")
_GOES_ON = re.compile(
    r"(?: himself| herself)?(?: also| then| later| further)* (?:added|adds|continued|continues|concluded|concludes|"
    r"(?:also|later|further) \w+|went on|goes on)\b|(?: \w+ed| said| says)? ?,? (?:also|adding)\b"
)
"""Behind a pronoun: the one who spoke last goes on."""
_INTRODUCED = re.compile(r"(?: \([^()]{1,40}\))?, (?:\d\d, |an? |the |who |whose |\w+ (?:of|for|at|with) )")
_NOUN_BEHIND = re.compile(r" ([a-z][\w-]+)")
_ARTICLE = re.compile(r"\w( )(?:the|an?|this|that)(?: [a-z][\w-]+)? $")
"""An article and a word before it: what it leads is hardly a subject."""
_STOPS = frozenset({".", ",", ";"})
_SUBORDINATE = re.compile(
    r"\b(?:that|when|after|before|while|because|if|as|where|whom|which|since|until|what|how|why) (?:\w+\. )?$"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A source that was resolved: where it stands, and to whom."""

    start: int
    actor: int
    statement: int


@dataclass
class Discourse:
    """The actors of an article as a reader knows them at a point, and the statements read so far.

    ``contents`` are the pieces of all statements' contents as positions, in order, each with the number
    of its attribution.
    """

    fields: Sequence[Layout]
    roster: Roster
    contents: Sequence[tuple[int, int, int]]
    actors: list[Actor] = field(init=False)
    """Those of the roster, and those that are only described, as they are met."""
    spoken: list[Spoken] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    saliences: dict[Span, float] = field(default_factory=dict)
    holders: dict[int, int | None] = field(default_factory=dict)
    pronouns: dict[Gender, list[int]] = field(default_factory=dict)
    """Where "he" or "she" stands outside quotations, by gender."""
    chained: dict[int, int | None] = field(default_factory=dict)
    """Whom such a pronoun means, where it was asked for."""
    named_in: dict[int, frozenset[int]] = field(default_factory=dict)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.actors = list(self.roster.actors)

    def layout(self, position: int) -> Layout:
        """The field a position stands in."""
        return self.fields[0] if position < 0 else self.fields[-1]

    def place(self, position: int) -> tuple[int, int]:
        """Sentence and block of a position, numbered through title and text."""
        found = self.places.get(position)
        if found is None:
            found = self.places[position] = self._place(position)
        return found

    def _place(self, position: int) -> tuple[int, int]:
        layout = self.layout(position)
        sentence, block = layout.sentence(position - layout.base), layout.block(position - layout.base)
        if position < 0:
            return sentence - len(layout.sentences), block - len(layout.blocks)
        return sentence, block

    def content_at(self, position: int) -> int | None:
        """Number of the attribution whose content holds a position."""
        if position not in self.holders:
            i = bisect_right(self.contents, position, key=_FIRST) - 1
            held = i >= 0 and position < self.contents[i][1]
            self.holders[position] = self.contents[i][2] if held else None
        return self.holders[position]

    def contents_in(self, start: int, end: int) -> list[int]:
        """Numbers of the attributions with content between two positions."""
        i = bisect_right(self.contents, start, key=_SECOND)
        j = bisect_left(self.contents, end, key=_FIRST)
        return [n for _, _, n in self.contents[i:j]]

    def speak(self, start: int, actor: int, statement: int) -> None:
        """Remember that an actor was the source at a position."""
        spoken = Spoken(start, actor, statement)
        self.spoken.insert(bisect_right(self.spoken, start, key=_START), spoken)

    def before(self, mentions: Sequence[Mention], position: int) -> Sequence[Mention]:
        """The last mentions before a position."""
        i = bisect_left(mentions, position, key=_START)
        return mentions[max(0, i - SALIENCE.look_back) : i]

    def spoken_before(self, position: int, count: int = 12) -> Sequence[Spoken]:
        """The last resolved sources before a position."""
        i = bisect_left(self.spoken, position, key=_START)
        return self.spoken[max(0, i - count) : i]

    def salience(self, start: int, end: int) -> float:
        """Points of a mention for how it stands in its sentence; the same whoever refers to it."""
        found = self.saliences.get((start, end))
        if found is None:
            found = self.saliences[start, end] = self._salience(start, end)
        return found

    def _salience(self, start: int, end: int) -> float:
        layout = self.layout(start)
        a, b = start - layout.base, end - layout.base
        w = SALIENCE
        low = layout.sentence_span(a)[0]
        points = 0.0
        addressed = layout.text[b : b + 1] in _STOPS and _ADDRESSED.search(layout.text, max(low, a - 80), a)
        if addressed:
            points += w.addressed
        elif _SAID.search(layout.text, max(low, a - 60), a) and layout.quoted(a) is None:
            points += w.speaker
        elif _PREPOSED.search(layout.text, max(low, a - 40), a) or _modifies(layout, low, a, b):
            points += w.preposed
        elif layout.text[b : b + 2] in ("'s", "’s", "' ", "’ "):
            points += w.possessive
        else:
            points += self._subject(layout, low, a, b)
        if " " in layout.text[a:b] and _INTRODUCED.match(layout.text, b):
            points += w.introduced
        if self.content_at(start) is not None:
            points += w.inside_content
        return points

    def _subject(self, layout: Layout, low: int, start: int, end: int) -> float:
        """Points for a mention that is, or may be, the subject of its clause; less in a subordinate one."""
        w = SALIENCE
        follows = _NEXT.match(layout.text, end)
        verb = follows is not None and layout.tag(follows.start(1)) in ("verb", "modal")
        verb = verb and follows is not None and not follows.group(1).endswith("ing")
        if follows is not None and not layout.annotation.pos:
            verb = bool(_VERB.fullmatch(follows.group(1)))
        if not verb:
            return w.subject * (0.6 if self._leads(layout, low, start) else 0.0)
        subordinate = _SUBORDINATE.search(layout.text, max(low, start - 24), start)
        return w.subject + (w.subordinate if subordinate else 0.0)

    def _leads(self, layout: Layout, low: int, start: int) -> bool:
        """Whether no person is named before in the sentence, outside quotations."""
        persons = self.roster.persons
        i = bisect_left(persons, layout.base + start, key=_START)
        return i == 0 or persons[i - 1].start < layout.base + low

    def rank(
        self,
        position: int,
        mentions: Sequence[Mention],
        accept: Callable[[Actor], bool],
        *,
        gender: Gender = "",
        exclude_content: int | None = None,
        depth: int = 0,
    ) -> list[tuple[float, int]]:
        """Candidates for a pronoun at a position as (points, actor), best first.

        With a ``gender``, the pronouns of that gender right before count as mentions of whom they mean; ``depth`` is
        how many of them lie between this one and the one that is asked for.
        """
        w = SALIENCE
        sentence, block = self.place(position)
        points: dict[int, float] = {}
        again: dict[int, int] = {}
        last: dict[int, int] = {}
        nearest: dict[int, int] = {}
        events = [(m.start, m.actor, self.salience(m.start, m.end)) for m in self.before(mentions, position)]
        events += [(s.start, s.actor, self._speaking(s)) for s in self.spoken_before(position)]
        if gender:
            events += self._chain(position, gender, depth)
        for start, number, stands in events:
            actor = self.actors[number]
            if not accept(actor) or (gender and actor.gender and actor.gender != gender):
                continue
            if exclude_content is not None and self.content_at(start) == exclude_content:
                continue
            s, b = self.place(start)
            distance = sentence - s
            if distance > w.farthest:
                continue
            value = (
                w.sentence * (distance if distance < w.near else w.near)
                + w.far * (distance - w.near if distance > w.near else 0)
                + w.paragraph * (block - b)
                + (w.same_sentence if distance == 0 else 0.0)
                + stands
            )
            before = last.get(number, start)
            last[number] = start if start > before else before
            nearest[number] = min(distance, nearest.get(number, distance))
            if number in points:
                points[number] = max(points[number], value)
                again[number] = min(again.get(number, 0) + 1, 3)
            else:
                points[number] = value
        latest = self.spoken_before(position, 1)
        goes_on = bool(gender) and self._goes_on(position)
        told = self.actors_in(exclude_content)
        close = min(nearest.values(), default=0)
        alone = [n for n in points if nearest[n] == close]
        ranked = []
        for number, value in points.items():
            actor = self.actors[number]
            bonus = w.known_gender if gender and actor.gender == gender else 0.0
            bonus += 0.0 if actor.person else w.unnamed
            if latest and latest[-1].actor == number:
                bonus += w.goes_on if goes_on else w.last_speaker
            bonus += w.told if number in told else 0.0
            bonus += w.alone if gender and alone == [number] else 0.0
            bonus += w.repeated * again.get(number, 0) + w.frequency * min(self.mention_count(number), 6)
            ranked.append((value + bonus, last[number], number))
        return [(value, number) for value, _, number in sorted(ranked, key=lambda r: (-r[0], -r[1], r[2]))]

    def _speaking(self, spoken: Spoken) -> float:
        """Points of a source; less for one that another tells of."""
        around = self.content_at(spoken.start)
        nested = around is not None and around != spoken.statement
        return SALIENCE.speaker + (SALIENCE.nested if nested else 0.0)

    def _chain(self, position: int, gender: Gender, depth: int) -> list[tuple[int, int, float]]:
        """The last pronoun of a gender before a position in its paragraph as a mention of whom it means."""
        if depth >= SALIENCE.chained:
            return []
        at = self._pronouns(gender)
        i = bisect_left(at, position) - 1
        if i < 0 or self.place(at[i])[1] != self.place(position)[1]:
            return []
        start = at[i]
        known = next((s.actor for s in reversed(self.spoken_before(start + 1, 1)) if s.start == start), None)
        if known is None:
            if start not in self.chained:
                ranked = self.rank(start, self.roster.persons, lambda a: a.person, gender=gender, depth=depth + 1)
                self.chained[start] = ranked[0][1] if ranked else None
            known = self.chained[start]
        return [] if known is None else [(start, known, SALIENCE.pronoun)]

    def _pronouns(self, gender: Gender) -> list[int]:
        """Where subject pronouns of a gender stand outside quotations, in order."""
        if not self.pronouns:
            self.pronouns = {"m": [], "f": []}
            for layout in self.fields:
                for match in _SUBJECT_PRONOUN.finditer(layout.text):
                    if layout.quoted(match.start()) is None:
                        self.pronouns["f" if match.end() - match.start() == 3 else "m"].append(
                            layout.base + match.start()
                        )
        return self.pronouns[gender]

    def _goes_on(self, position: int) -> bool:
        """Whether what follows a pronoun says that its person spoke before: "he added"."""
        layout = self.layout(position)
        a = position - layout.base
        end = a + (3 if layout.text[a : a + 3].lower() == "she" else 2)
        return _GOES_ON.match(layout.text, end) is not None

    def actors_in(self, number: int | None) -> frozenset[int]:
        """Persons named in the contents of an attribution outside quotations."""
        if number is None:
            return frozenset()
        if number not in self.named_in:
            persons = self.roster.persons
            found: set[int] = set()
            for start, end, n in self.contents:
                if n == number:
                    i, j = (bisect_left(persons, p, key=_START) for p in (start, end))
                    found.update(m.actor for m in persons[i:j])
            self.named_in[number] = frozenset(found)
        return self.named_in[number]

    def told_gender(self, number: int | None) -> Gender:
        """Sex of the pronoun that opens what an attribution says: "said (that) she felt well"; "" where none does."""
        piece = next((c for c in self.contents if c[2] == number), None)
        if piece is None:
            return ""
        layout = self.layout(piece[0])
        opens = _OPENS_WITH.match(layout.text, piece[0] - layout.base)
        if opens is None or layout.quoted(piece[0] - layout.base) is not None:
            return ""
        return "f" if opens.group(1).lower() == "she" else "m"

    def next_person(self, position: int, gender: Gender, *, inside: bool, sentences: int) -> int | None:
        """Who is named next: in the sentence of a position if ``inside``, else in one of the next in its paragraph.

        Nobody where that one is of another sex, or the paragraph ends before.
        """
        persons = self.roster.persons
        at = bisect_left(persons, position, key=_START)
        if at == len(persons):
            return None
        sentence, block = self.place(position)
        near, where = self.place(persons[at].start)
        actor = persons[at].actor
        if near == sentence:
            return actor if inside else None
        fits = self.actors[actor].gender in ("", gender)
        return actor if fits and where == block and near <= sentence + sentences else None

    def within_quotation(self, layout: Layout, offset: int, gender: Gender) -> int | None:
        """The last person of a gender named before an offset in the quotation around it."""
        around = layout.quoted(offset)
        if around is None:
            return None
        mentions = self.roster.mentions
        hi = bisect_left(mentions, layout.base + offset, key=_START)
        for mention in reversed(mentions[max(0, hi - 10) : hi]):
            if mention.start < layout.base + around[0]:
                break
            actor = self.roster.actors[mention.actor]
            if actor.person and actor.gender in ("", gender):
                return actor.number
        return None

    def mention_count(self, actor: int) -> int:
        """How often an actor is named in the article."""
        if not self.counts:
            for m in self.roster.mentions:
                self.counts[m.actor] = self.counts.get(m.actor, 0) + 1
            self.counts.setdefault(-1, 0)
        return self.counts.get(actor, 0)


def _modifies(layout: Layout, low: int, start: int, end: int) -> bool:
    """Whether a name only says whose something is that is no subject: "echoing the Marsh campaign, he"."""
    noun = _NOUN_BEHIND.match(layout.text, end)
    article = _ARTICLE.search(layout.text, max(low, start - 40), start)
    if (
        noun is None
        or article is None
        or _SUBORDINATE.search(layout.text, max(low, article.start() - 24), article.end(1))
    ):
        return False
    return layout.tag(noun.start(1)) == "noun" or noun.group(1) in words().bodies or bool(words().role(noun.group(1)))


def spans_sorted(pieces: Iterable[tuple[int, Span]]) -> list[tuple[int, int, int]]:
    """Pieces of content in order as (start, end, number), cut so that they do not overlap."""
    found: list[tuple[int, int, int]] = []
    for number, (start, end) in sorted(pieces, key=lambda p: p[1]):
        start = max(start, found[-1][1] if found else start)
        if start < end:
            found.append((start, end, number))
    return found

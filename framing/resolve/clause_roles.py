"""Who acts on whom: agent, act and patient of clauses, read from chunks of words without a parser.

Precision comes first: where the words leave open who is meant, there is no clause. What is read, with examples:

- a subject, verbs, an object: "the army shelled the town"; through appositions, relative clauses, participles and
  prepositional phrases behind the subject, and of verbs that share one ("entered the town and burned the mill");
- relative clauses: "rebels who seized the port"; participles: "forces fighting the rebels", "…, killing four guards";
- infinitives and participles of verbs that share their subject: "began to shell the town", "refused to free the crew";
- passives with and without an agent: "was hit by airstrikes from Norland", "was hit"; hearsay: "was said to have been
  freed";
- participles that must be passive: "the town, captured by rebels"; "four people killed in the raid" of verbs that
  always have an object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from framing.resolve.chunks import chunks_of
from framing.resolve.subjects import Subjects
from framing.resolve.tokens import Token
from framing.resolve.verb_forms import Form
from framing.resolve.verb_groups import LISTS, Chunk, Kind
from framing.resolve.vocabulary import singular
from framing.values import Span

__all__ = ["ActUse", "Clause", "Role", "SentenceRead", "read_sentence"]


class Role(NamedTuple):
    """A noun phrase that acts or is acted upon: its span, and the word that says who or what is meant.

    ``head`` is the span of that word, ``word`` the word in lower case; ``pronoun`` marks pronouns.
    """

    span: Span
    head: Span
    word: str
    pronoun: bool = False


class Clause(NamedTuple):
    """Somebody does something to somebody. ``agent`` is None where none is told, ``patient`` never.

    ``span`` is of the verbs, ``act`` the base form of the main one with its particle ("blow up"). ``told`` is whether
    it is told as done: neither denied nor left open by a modal, an infinitive or a condition. ``means`` is what the
    agent does it with ("airstrikes").
    """

    span: Span
    act: str
    agent: Role | None
    patient: Role
    passive: bool = False
    negated: bool = False
    told: bool = True
    means: str = ""


class ActUse(NamedTuple):
    """A group of verbs: span of its main verb, base form with its particle, what it is done to where that is sure."""

    span: Span
    act: str
    patient: Role | None


@dataclass(frozen=True, slots=True)
class SentenceRead:
    """A sentence as it was read: tokens without marks that are looked through, chunks of them, clauses, uses of verbs.

    ``subjects`` knows the subject of each group of verbs.
    """

    tokens: tuple[Token, ...]
    chunks: tuple[Chunk, ...]
    clauses: tuple[Clause, ...]
    acts: tuple[ActUse, ...]
    subjects: Subjects


_OPEN_MODALS = frozenset(["would", "could", "can", "may", "might", "should", "must", "shall", "will", "ought"])
_AUXILIARIES = _OPEN_MODALS | {"do", "be", "have"}
_JOINING = (Kind.JOINT, Kind.OTHER, Kind.PREPOSITION)
_CONDITIONS = frozenset(["if", "unless", "whether", "lest"])


def read_sentence(text: str, tokens: list[Token]) -> SentenceRead:
    """The chunks of one sentence, its clauses in the order of their verbs, and what each verb is done to.

    Joint agents and patients have a clause each.
    """
    kept, chunks = chunks_of(text, tokens)
    reader = _Reader(kept, chunks)
    clauses: list[Clause] = []
    acts: list[ActUse] = []
    for i, chunk in enumerate(chunks):
        if chunk.kind is Kind.VERBS:
            found = list(reader.clause(i, chunk))
            clauses += found
            acts.append(reader.use(i, chunk, found))
    return SentenceRead(tuple(kept), tuple(chunks), tuple(clauses), tuple(acts), reader)


class _Reader(Subjects):
    """One sentence. Subjects are found from left to right, so that later verbs can share those of earlier ones."""

    def clause(self, i: int, v: Chunk) -> Iterator[Clause]:
        if v.open:
            form = self._past_or_participle(i)
            if form == "participle":
                yield from self._reduced(i, v)
                return
            if form == "unknown":
                return
        found = self._shared(i, v) if v.infinitive or (Form.ING in v.forms and not v.modal) else self._finite(i, v)
        if found is None:
            return
        self.subject[i] = found
        being = v.passive and Form.ING in v.forms  # "objected to the mosque being built"
        self.open.setdefault(i, v.modal in _OPEN_MODALS or being or self._conditional(i))
        self.denied.setdefault(i, False)
        self.denied[i] ^= v.negated
        if v.base in LISTS["quiet"] or self._inverted(i):
            return
        if v.passive and not v.forms:
            return
        if v.passive:
            yield from self._passive(i, v, found.places)
            return
        patients = self._objects(i, v)
        for a in self._with_joined(found.places):
            for p in patients:
                yield self._made(i, v, self._role(a), self._role(p))

    def use(self, i: int, v: Chunk, clauses: list[Clause]) -> ActUse:
        """The act of a group of verbs and what it is done to, whoever does it."""
        patient = clauses[0].patient if clauses else None
        if patient is None and not v.passive and not (v.open and i not in self.subject):
            objects = self._objects(i, v)
            patient = self._role(objects[0]) if objects else None
        return ActUse((self.t[v.head].start, self.t[v.last - 1].end), self._act(i, v), patient)

    def _made(self, i: int, v: Chunk, agent: Role | None, patient: Role, means: str = "") -> Clause:
        negated = self.denied.get(i, v.negated)
        negated = negated or any(self._nobody(r) for r in (agent, patient) if r is not None)
        told = not negated and not self.open.get(i, False)
        span = (self.t[v.first].start, self.t[v.last - 1].end)
        passive = v.passive or (v.open and agent is None)
        return Clause(span, self._act(i, v), agent, patient, passive, negated, told, means)

    def _nobody(self, role: Role) -> bool:
        first = next((t.low for t in self.t if t.start == role.span[0]), "")
        return first in ("no", "nobody", "none", "neither", "nothing")

    def _role(self, at: int) -> Role:
        c = self.c[at]
        head = self.t[c.head]
        return Role((self.t[c.first].start, self.t[c.last - 1].end), (head.start, head.end), c.word, c.pronoun)

    def _act(self, i: int, v: Chunk) -> str:
        """The base form of the main verb with its particle."""
        return f"{v.base} {self._particle(i)}".rstrip()

    def _particle(self, i: int) -> str:
        c = self.c
        if i + 1 < len(c) and self._is_particle(i + 1):
            return c[i + 1].word
        if i + 2 < len(c) and c[i + 1].kind is Kind.NOUNS and c[i + 2].kind is Kind.OTHER:
            return c[i + 2].word if c[i + 2].word in LISTS["particles"] else ""
        return ""

    def _conditional(self, i: int) -> bool:
        """Whether a condition opens the clause."""
        at = i - 1
        near = True
        while at >= 0 and self.c[at].kind not in (Kind.STOP, Kind.QUOTE):
            near = near and self.c[at].kind not in (Kind.VERBS, Kind.COMMA)
            opens = at == 0 or self.c[at - 1].kind in (Kind.STOP, Kind.QUOTE)
            if (near or opens) and self.c[at].word in _CONDITIONS and self.c[at].kind in _JOINING:
                return True  # "if", in this clause or as the first word of the sentence
            at -= 1
        return False

    def _inverted(self, i: int) -> bool:
        """Whether a lone auxiliary before the subject makes a question."""
        first = min(self.subject[i].places)
        return first > 0 and self.c[first - 1].kind is Kind.VERBS and self.c[first - 1].base in _AUXILIARIES

    # Objects and passives

    def _objects(self, i: int, v: Chunk) -> list[int]:
        """Places of the direct object, or none where it is not sure that there is one."""
        c = self.c
        at = self._ahead(i)
        if at >= len(c) or c[at].kind is not Kind.NOUNS or c[at].when:
            return []
        if c[at].pronoun and (c[at].word in ("i", "he", "she", "we", "they", "what", "who") or "sel" in c[at].word):
            return []
        if not self._adjacent(i, at):
            return []
        after = self._ahead(at)
        follows = c[after] if after < len(c) else None
        if follows is not None and follows.kind is Kind.NOUNS and not follows.when and not c[at].when:
            return []  # two objects, or a clause without "that"
        if follows is not None and follows.kind is Kind.VERBS:
            inner = self._around(i) is not None and v.base not in LISTS["clausal"]
            if follows.finite and not follows.open and not inner:
                return []  # the object of this verb would be the subject of that
            if follows.open and not inner and not self._reduced_ahead(after):
                return []
            if v.base in LISTS["causing"]:
                return []
            if not follows.infinitive and not follows.auxiliary and follows.forms == {Form.BASE}:
                return []
        if v.base in LISTS["ditransitive"] and v.base not in ("leave", "deny", "teach", "pay", "award"):
            return []
        if follows is not None and follows.kind is Kind.COMMA and self._is_address(at, after):
            return []  # "met Springfield, Ohio, mayor Ann Cole"
        if v.base in LISTS["clausal"] and self._clause_ahead(at):
            return []  # "alleges Cole and Renn had met"
        if follows is not None and follows.kind is Kind.AND and self._bare(at):
            return []  # "billionaire and investor Ann Cole"
        return [at, *self._joined_objects(at)]

    def _clause_ahead(self, at: int) -> bool:
        """Whether a finite verb follows a noun phrase, with only others joined to it between."""
        c = self.c
        while at + 2 < len(c) and c[at + 1].kind is Kind.AND and c[at + 2].kind is Kind.NOUNS:
            at += 2
        after = self._ahead(at)
        return after < len(c) and c[after].kind is Kind.VERBS and c[after].finite

    def _is_address(self, at: int, comma: int) -> bool:
        entity = self.t[self.c[at].head].entity
        behind = self.c[comma + 1] if comma + 1 < len(self.c) else None
        return entity is not None and entity.type == "place" and behind is not None and behind.kind is Kind.NOUNS

    def _bare(self, at: int) -> bool:
        """Whether a noun phrase is one common noun in the singular without a determiner."""
        c = self.c[at]
        token = self.t[c.head]
        return c.last - c.first == 1 and not c.pronoun and token.entity is None and not token.capital and not c.plural

    def _adjacent(self, i: int, at: int) -> bool:
        """Whether only adverbs and a particle stand between verb and object."""
        return all(self.c[k].kind is Kind.OTHER or self._is_particle(k) for k in range(i + 1, at)) and at - i < 4

    def _reduced_ahead(self, at: int) -> bool:
        after = self._ahead(at)
        return after < len(self.c) and self.c[after].kind is Kind.PREPOSITION

    def _joined_objects(self, at: int) -> list[int]:
        """Further objects behind "and": "killed a guard and two drivers", if the sentence or a phrase ends there."""
        c = self.c
        found: list[int] = []
        if self._has_of(at):
            return found
        while at + 2 < len(c) and c[at + 1].kind is Kind.AND and c[at + 2].kind is Kind.NOUNS and not c[at + 2].when:
            at += 2
            found.append(at)
        return found if self._ends(at + 1) and not any(c[f].pronoun for f in found) else []

    def _ends(self, at: int) -> bool:
        """Whether the sentence, or a phrase, ends before a place."""
        ends = (Kind.STOP, Kind.QUOTE, Kind.PREPOSITION, Kind.COMMA)
        return at >= len(self.c) or self.c[at].kind in ends

    def _passive(self, i: int, v: Chunk, subject: tuple[int, ...]) -> Iterator[Clause]:
        if v.base in LISTS["stative"] and self._agent_phrase(i) is None:
            return
        after = self._ahead(i)
        if v.base in LISTS["raising"] | LISTS["ditransitive"] or (
            after < len(self.c) and self.c[after].kind is Kind.VERBS and self.c[after].infinitive
        ):
            return
        yield from self._with_agents(i, v, subject)

    def _reduced(self, i: int, v: Chunk) -> Iterator[Clause]:
        """A participle behind its noun: "the town, captured by rebels"."""
        c = self.c
        at = self._back(i - 1)
        if at >= 0 and c[at].kind is Kind.COMMA:
            at = self._back(at - 1)
        if at < 0 or c[at].kind is not Kind.NOUNS or c[at].when or c[at].pronoun or v.base in LISTS["quiet"]:
            return
        left = self._back(at - 1)
        of = self._has_of(at)
        if of or (left >= 0 and c[left].kind is Kind.PREPOSITION and self._mid_sentence(left)):
            return
        if self._opens(at):
            self.reduced[i] = at
        by = self._agent_phrase(i)
        if by is None and (v.base not in LISTS["transitive"] or self._particle(i)):
            return
        self.open[i], self.denied[i] = False, v.negated
        yield from self._with_agents(i, v._replace(passive=True), (at,))

    def _with_agents(self, i: int, v: Chunk, patients: tuple[int, ...]) -> Iterator[Clause]:
        by = self._agent_phrase(i)
        if by == -1:
            return
        agents: list[int | None] = [None] if by is None else [*self._agents(by)]
        means = ""
        if by is not None and singular(self.c[by].word) in LISTS["means"]:
            source = self._ahead_of_noun(by)
            if source is not None:
                means = self.c[by].word
                agents = [*self._agents(source)]
        for a in agents:
            for p in self._with_joined(patients):
                yield self._made(i, v, None if a is None else self._role(a), self._role(p), means)

    def _ahead_of_noun(self, by: int) -> int | None:
        """Whose airstrikes: the noun phrase behind "from" or "by"."""
        c = self.c
        if by + 2 < len(c) and c[by + 1].word in ("from", "by") and c[by + 2].kind is Kind.NOUNS and not c[by + 2].when:
            return by + 2
        return None

    def _agents(self, at: int) -> list[int]:
        """The agent with those joined to it: "by Norland, Velia and other states"."""
        c = self.c
        found = [at]
        here = at
        listed: list[int] = []
        if self._has_of(at):
            return found if at + 1 >= len(c) or c[at + 1].kind is not Kind.AND else []
        while here + 2 < len(c) and c[here + 1].kind in (Kind.COMMA, Kind.AND) and c[here + 2].kind is Kind.NOUNS:
            listed.append(here + 2)
            if c[here + 1].kind is Kind.AND:
                return self._without_modifiers([*found, *listed]) if self._ends(here + 3) else found
            here += 2
        return found

    def _agent_phrase(self, i: int) -> int | None:
        """The place of the noun phrase behind "by"; None where there is none, -1 where it is not sure."""
        c = self.c
        at = i + 1
        while at < len(c):
            chunk = c[at]
            if chunk.kind is Kind.PREPOSITION and chunk.word == "by":
                follows = at + 1
                while follows < len(c) and c[follows].kind is Kind.OTHER:
                    follows += 1
                if follows >= len(c) or c[follows].kind is not Kind.NOUNS:
                    return -1
                if c[follows].when or self.t[c[follows].head].low.isdigit():
                    return None
                return follows if at - i <= 3 else -1
            if chunk.kind in (Kind.OTHER, Kind.NOUNS, Kind.PREPOSITION):
                at += 1
                continue
            return None
        return None

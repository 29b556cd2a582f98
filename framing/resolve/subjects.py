"""Who is the subject of a group of verbs, and whether a form like "captured" is the past or a participle.

Subjects are found from left to right, so that later verbs share those of earlier ones. Where the words leave it open,
there is none.
"""

from __future__ import annotations

from framing.resolve.clause_steps import Steps, Subject
from framing.resolve.verb_forms import Form
from framing.resolve.verb_groups import LISTS, Chunk, Kind

__all__ = ["Subject", "Subjects"]

_BARE = frozenset(["after", "before", "since", "until", "till", "than"])
_OBJECTS = frozenset(["him", "them", "me", "us", "whom", "himself", "themselves", "itself", "her", "what", "there"])

_FUTURE = frozenset(["expect"])
_SINGULAR = frozenset(["is", "was", "has", "does", "isn", "wasn", "hasn", "doesn"])
_PLURAL = frozenset(["are", "were", "have", "do", "am", "aren", "weren", "haven", "don"])


class Subjects(Steps):
    """One sentence, of whose groups of verbs subjects are found."""

    # Past or participle

    def _past_or_participle(self, i: int) -> str:
        """Whether a single word like "captured" is the past, or a participle behind the noun it belongs to."""
        c, v = self.c, self.c[i]
        before = self._back(i - 1)
        after = self._ahead(i)
        follows = c[after] if after < len(c) else None
        if Form.PAST not in v.forms and Form.BASE not in v.forms:
            return "participle"
        if before >= 0 and c[before].kind is Kind.RELATIVE:
            return "past"
        if before > 0 and c[before].kind is Kind.NOUNS and c[before - 1].kind is Kind.RELATIVE:
            return "past"  # "the man whom police arrested"
        if follows is not None and follows.kind is Kind.PREPOSITION and follows.word == "by":
            if v.base in LISTS["no_passive"]:
                return "past"
            return "participle" if before >= 0 and self._is_noun_or_comma(before) else "unknown"
        if before >= 0 and c[before].kind is Kind.NOUNS and c[before].pronoun:
            return "past"
        if follows is not None and follows.kind is Kind.NOUNS and not follows.when:
            return "past"
        if follows is not None and follows.kind is Kind.VERBS and (follows.infinitive or Form.ING in follows.forms):
            return "past"
        if before < 0 or not self._is_noun_or_comma(before):
            return "past" if before >= 0 and c[before].kind is Kind.AND else "unknown"
        always = v.base in LISTS["transitive"] and after == i + 1
        return "participle" if self._verb_ahead(i) or always else "past"

    def _is_noun_or_comma(self, at: int) -> bool:
        return self.c[at].kind is Kind.NOUNS or (self.c[at].kind is Kind.COMMA and at > 0)

    def _verb_ahead(self, i: int) -> bool:
        """Whether a finite verb follows that lacks a subject of its own, so that this one is no finite verb."""
        for at in range(i + 1, len(self.c)):
            c = self.c[at]
            if c.kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT, Kind.RELATIVE, Kind.AND, Kind.COMMA):
                return False
            if c.kind is Kind.VERBS and not c.infinitive and Form.ING not in c.forms:
                return c.finite
        return False

    # Subjects

    def _finite(self, i: int, v: Chunk) -> Subject | None:
        c = self.c
        at = self._back(i - 1)
        if at < 0:
            return None
        if c[at].kind is Kind.AND:
            return self._of_conjunct(i, at)
        if c[at].kind is Kind.RELATIVE:
            return self._antecedent(at, v)
        if c[at].kind is Kind.COMMA:
            return self._agreeing(self._behind_inserted(at), v)
        if c[at].kind is not Kind.NOUNS or c[at].when:
            return None
        return self._agreeing(self._noun_subject(at), v)

    def _noun_subject(self, at: int) -> int | None:
        """The chunk that is the subject, where a noun phrase stands right before the verb."""
        c = self.c
        while True:
            left = self._back(at - 1)
            if left < 0:
                return at
            kind, word = c[left].kind, c[left].word
            if kind is Kind.PREPOSITION:
                inner = self._back(left - 1)
                if inner >= 0 and c[inner].kind is Kind.VERBS:
                    return self._around(inner)
                if inner < 0 or c[inner].kind is not Kind.NOUNS:
                    return None
                at = inner
                continue
            if kind is Kind.JOINT:
                if word not in _BARE or self._finite_before(left):
                    return at
                inner = self._back(left - 1)
                if inner < 0 or c[inner].kind is not Kind.NOUNS:
                    return at
                at = inner
                continue
            if kind in (Kind.STOP, Kind.QUOTE):
                return at
            if kind is Kind.COMMA:
                return self._after_comma(at, left)
            if kind is Kind.AND:
                return self._after_and(at, left)
            if kind is Kind.VERBS:
                return self._after_verbs(at, left)
            if kind is Kind.RELATIVE:
                return at  # "the town that rebels seized": the object stands before
            return at if kind is Kind.OTHER and word.endswith("ly") else None

    def _after_comma(self, at: int, comma: int) -> int | None:
        """A noun phrase behind a comma: a subject, unless it closes an apposition or a list."""
        before = self._back(comma - 1)
        if before < 0:
            return at
        c = self.c[before]
        if c.kind is Kind.NOUNS and not c.when:
            opening = self._back(before - 1)
            leads = opening >= 0 and (self.c[opening].kind is Kind.PREPOSITION or self.c[opening].word in _BARE)
            if not leads:
                return at if self._finite_before(before) else None
            return at if self._starts_clause(opening) or self._finite_before(before) else None
        return at

    def _starts_clause(self, preposition: int) -> bool:
        """Whether a prepositional phrase opens the clause: "In the city, …"."""
        before = self._back(preposition - 1)
        return before < 0 or self.c[before].kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT, Kind.AND)

    def _after_and(self, at: int, joint: int) -> int | None:
        """A noun phrase behind "and": the last of joint subjects, or the subject of a second clause."""
        before = self._back(joint - 1)
        if before < 0:
            return at
        if self.c[before].kind is Kind.COMMA:
            return at if self._finite_before(before) else None
        if self.c[before].kind is not Kind.NOUNS:
            return at
        left = self._back(before - 1)
        if left < 0 or self.c[left].kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT):
            return at  # joint subjects
        if self.c[left].kind is Kind.COMMA:
            return at if not self._finite_before(left) else None
        if self.c[left].kind is Kind.VERBS and self.c[left].base in LISTS["clausal"]:
            return at
        return None

    def _after_verbs(self, at: int, verbs: int) -> int | None:
        """A noun phrase behind another verb: the subject of a clause without "that", if the verb takes one."""
        v = self.c[verbs]
        return at if v.base in LISTS["clausal"] and not v.infinitive else self._around(verbs)

    def _around(self, verbs: int) -> int | None:
        """The subject of the clause around one that stands behind it: of "left" in "rebels who took the port left"."""
        if verbs in self.reduced:
            return self.reduced[verbs]
        before = self._back(verbs - 1)
        subject = self.subject.get(verbs)
        if before < 0 or subject is None or len(subject.places) != 1:
            return None
        behind = self.c[before].kind is Kind.RELATIVE or (Form.ING in self.c[verbs].forms and before in subject.places)
        return subject.places[0] if behind and self._opens(subject.places[0]) else None

    def _opens(self, at: int) -> bool:
        """Whether a noun phrase, with phrases before it, opens its clause."""
        left = self._back(at - 1)
        return left < 0 or self.c[left].kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT)

    def _behind_inserted(self, comma: int) -> int | None:
        """The subject before what stands between commas: "the minister, who leads the party, signed"."""
        depth = comma - 1
        opening = next((k for k in range(depth, -1, -1) if self.c[k].kind in (Kind.COMMA, Kind.STOP, Kind.QUOTE)), -1)
        if opening < 0 or self.c[opening].kind is not Kind.COMMA:
            return None
        inside = self.c[opening + 1 : comma]
        if not inside:
            return None
        first = inside[0]
        verbs = [x for x in inside if x.kind is Kind.VERBS]
        plain = first.kind is Kind.NOUNS and not any(x.finite for x in verbs)
        relative = first.kind is Kind.RELATIVE
        adverb = all(x.kind in (Kind.OTHER, Kind.PREPOSITION, Kind.NOUNS) for x in inside)
        participle = first.kind is Kind.VERBS and (first.open or Form.ING in first.forms)
        if not (plain or relative or adverb or participle):
            return None
        head = self._back(opening - 1)
        while head >= 0 and self.c[head].kind is Kind.NOUNS:
            left = self._back(head - 1)
            if left >= 0 and self.c[left].kind is Kind.PREPOSITION:
                inner = self._back(left - 1)
                if inner < 0 or self.c[inner].kind is not Kind.NOUNS:
                    return None
                head = inner
                continue
            if left >= 0 and self.c[left].kind is Kind.COMMA:
                return None
            if left >= 0 and self.c[left].kind is Kind.VERBS:
                return head if self.c[left].base in LISTS["clausal"] else None
            if left >= 0 and self.c[left].kind is Kind.AND:
                return self._after_and(head, left)
            return head if not self.c[head].when else None
        return None

    def _antecedent(self, relative: int, v: Chunk) -> Subject | None:
        """Whom "who", "which" or "that" stands for."""
        c = self.c
        at = self._back(relative - 1)
        comma = at >= 0 and c[at].kind is Kind.COMMA
        if comma:
            at = self._back(at - 1)
        if at < 0 or c[at].kind is not Kind.NOUNS or c[at].when:
            return None
        left = self._back(at - 1)
        of = self._has_of(at)
        if c[relative].word != "who":
            if comma and (of or (left >= 0 and c[left].kind in (Kind.PREPOSITION, Kind.AND))):
                return None
            if of or (left >= 0 and c[left].kind in (Kind.PREPOSITION, Kind.AND) and self._noun_before(left)):
                return None
        elif of or (comma and left >= 0 and c[left].kind in (Kind.PREPOSITION, Kind.COMMA) and self._noun_before(left)):
            return None
        return self._agreeing(at, v, joined=False)

    def _noun_before(self, at: int) -> bool:
        before = self._back(at - 1)
        return before >= 0 and self.c[before].kind is Kind.NOUNS

    def _of_conjunct(self, i: int, joint: int) -> Subject | None:
        """The subject of the verb before "and": "entered the town and burned the mill"."""
        v = self.c[i]
        for at in range(joint - 1, -1, -1):
            c = self.c[at]
            if c.kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT):
                return None
            if c.kind is Kind.VERBS:
                if c.infinitive or Form.ING in c.forms or (c.open and at not in self.subject):
                    if Form.BASE in v.forms and not v.modal:
                        return None
                    continue
                if at not in self.subject or (
                    bool(c.modal) != bool(v.modal) and not (c.modal and v.forms == {Form.BASE})
                ):
                    return None
                if Form.BASE in v.forms and not v.modal and not c.modal and Form.BASE not in c.forms:
                    return None
                self.open[i] = self.open.get(at, False)
                return self.subject[at]
        return None

    def _shared(self, i: int, v: Chunk) -> Subject | None:
        """The subject of an infinitive or a participle, from the verb that it hangs on or the noun it stands behind."""
        c = self.c
        at = self._back(i - 1)
        if at < 0:
            return None
        if c[at].kind is Kind.VERBS:
            return self._chained(i, at)
        if v.infinitive:
            if c[at].kind is Kind.AND:
                return self._joined_infinitive(i, at)
            return None
        if c[at].kind is Kind.NOUNS and not c[at].when and not c[at].pronoun and at == i - 1:
            return self._agreeing(at, v._replace(forms=frozenset()), joined=False) if self._nearest_noun(at) else None
        if c[at].kind is Kind.COMMA:
            return self._trailing(i, at)
        return None

    def _nearest_noun(self, at: int) -> bool:
        """Whether a participle behind a noun phrase is surely its own: "forces fighting the rebels"."""
        left = self._back(at - 1)
        if left >= 0 and self.c[left].kind is Kind.PREPOSITION:
            return not self._noun_before(left)
        if left >= 0 and self.c[left].kind is Kind.AND:
            left = self._back(self._back(left - 1) - 1)
        bases = LISTS["ditransitive"] | LISTS["spending"]
        return not (left >= 0 and self.c[left].kind is Kind.VERBS and self.c[left].base in bases)

    def _chained(self, i: int, at: int) -> Subject | None:
        head = self.c[at]
        if at not in self.subject:
            return None
        if head.passive and head.base in LISTS["raising"] and self.c[i].infinitive:
            self.open[i] = self.open.get(at, False) or head.base in _FUTURE
        elif head.passive:
            return None
        elif head.base in LISTS["undone_control"]:
            self.denied[i] = not self.denied.get(at, False)
            self.open[i] = self.open.get(at, False)
        elif head.base in LISTS["done_control"]:
            self.open[i] = self.open.get(at, False)
            self.denied[i] = self.denied.get(at, False)
        elif head.base in LISTS["open_control"]:
            self.open[i] = True
            self.denied[i] = self.denied.get(at, False)
        else:
            return None
        return self.subject[at]

    def _joined_infinitive(self, i: int, joint: int) -> Subject | None:
        for at in range(joint - 1, -1, -1):
            c = self.c[at]
            if c.kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT, Kind.RELATIVE):
                return None
            if c.kind is Kind.VERBS:
                if not c.infinitive or at not in self.subject:
                    return None
                self.open[i] = self.open.get(at, True)
                self.denied[i] = self.denied.get(at, False)
                return self.subject[at]
        return None

    def _trailing(self, i: int, comma: int) -> Subject | None:
        """The subject of ", killing four guards": that of the clause before."""
        for at in range(comma - 1, -1, -1):
            c = self.c[at]
            if c.kind in (Kind.STOP, Kind.QUOTE, Kind.JOINT, Kind.RELATIVE):
                return None
            if c.kind is Kind.VERBS and not c.infinitive and (c.finite or at in self.subject):
                if at not in self.subject or c.passive or c.base == "be" or self._subordinate(at):
                    return None
                self.open[i] = self.open.get(at, False)
                return self.subject[at]
        return None

    def _subordinate(self, verbs: int) -> bool:
        """Whether a joint opens the clause of a group of verbs: "as we learned, winning …"."""
        first = self._back(min(self.subject[verbs].places) - 1)
        return first >= 0 and self.c[first].kind is Kind.JOINT and self.c[first].word != "that"

    def _mid_sentence(self, preposition: int) -> bool:
        """Whether a noun or a verb stands before a preposition, so that what follows may be of either."""
        before = self._back(preposition - 1)
        return before >= 0 and self.c[before].kind in (Kind.NOUNS, Kind.VERBS)

    def _agreeing(self, at: int | None, v: Chunk, *, joined: bool = True) -> Subject | None:
        """The subject, if its number goes with the verb's."""
        if at is None or self.c[at].when or self.c[at].kind is not Kind.NOUNS:
            return None
        places = self._with_joined((at,)) if joined else (at,)
        c = self.c[at]
        plural = True if len(places) > 1 else c.plural
        if c.word in _OBJECTS:
            return None
        if v.modal or not v.forms or (c.pronoun and c.word in ("i", "we", "you")):
            return Subject(places)
        first = self.t[v.first].low
        short = bool(v.auxiliary) and v.head == v.first  # cut short behind a pronoun, which then agrees
        if first in _SINGULAR or (Form.PRESENT in v.forms and first not in _PLURAL):
            return None if plural is True and not short else Subject(places)
        return None if (first in _PLURAL or v.forms == {Form.BASE}) and plural is False else Subject(places)

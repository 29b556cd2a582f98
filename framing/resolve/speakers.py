"""From a source phrase to the actor it means, in the order in which the article is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from framing.resolve.ahead import named_ahead
from framing.resolve.antecedents import Discourse
from framing.resolve.bodies import find_body
from framing.resolve.descriptions import (
    ANY_PAPER,
    describe,
    description_kind,
    find_document_issuer,
    has_same_owner,
    is_epithet,
    is_of_place,
    is_paper,
    lower_first,
    named_below,
    named_elsewhere,
    owned_by,
    paper_left_out,
)
from framing.resolve.evidence import affiliation_of
from framing.resolve.joint import together_before
from framing.resolve.kinds import kind_of_description
from framing.resolve.layout import Layout
from framing.resolve.names import clean, fold
from framing.resolve.nouns import (
    gendered_noun,
    is_individual,
    is_many,
    is_of_rare_name,
    is_thing,
    noun_before,
    plural_noun,
)
from framing.resolve.phrases import OWNERS, Form, Phrase
from framing.resolve.referents import find_acronym, find_person, find_relative, is_bare, learn
from framing.resolve.relatives import before_relative
from framing.resolve.roster import Actor
from framing.resolve.rules.interviews import asked_before
from framing.resolve.rules.turns import floor_of
from framing.resolve.thresholds import SALIENCE
from framing.resolve.titles import KIN
from framing.resolve.vocabulary import BARE, words
from framing.values import SpeakerType

__all__ = ["FIRST_PERSON", "Speakers"]

_HE = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_IT = frozenset({"it", "its", "itself"})
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "we", "us", "our", "ours"})
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


@dataclass
class Speakers:
    """Resolves sources one after the other; remembers descriptions as actors of their own."""

    fields: Sequence[Layout]
    discourse: Discourse
    groups: frozenset[str]
    unnamed: dict[str, int] = field(default_factory=dict)
    owner_of: dict[int, int] = field(default_factory=dict)
    """Actor of each attribution resolved so far."""
    together: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """All actors of each joint attribution, the first of them its owner."""

    def mean(self, index: int, phrase: Phrase, number: int) -> int | None:
        """Number of the actor that a phrase beside attribution ``number`` means; nobody is said to speak."""
        return self._actor(index, phrase, number)

    def resolve(self, index: int, phrase: Phrase, number: int, others: Sequence[Phrase] = ()) -> int | None:
        """Number of the actor that the source of attribution ``number`` means, in field ``index``.

        ``others`` are the phrases that a joint source names behind the first. None for a "who" or "that" which refers
        to nothing.
        """
        layout = self.fields[index]
        actors = () if others else together_before(self.discourse, self.together, layout, phrase)
        if not actors:
            first = self._actor(index, phrase, number)
            if first is None:
                return None
            self.discourse.speak(layout.base + phrase.head[0], first, number)
            actors = (first, *self._others(index, first, others, number))
        else:
            self.discourse.speak(layout.base + phrase.head[0], actors[0], number)
        self.owner_of[number] = actors[0]
        if len(actors) > 1:
            self.together[number] = actors
        return actors[0]

    def _others(self, index: int, first: int, others: Sequence[Phrase], number: int) -> Iterator[int]:
        """Actors of the further phrases of a joint source, each once."""
        met = {first}
        for phrase in others:
            actor = self._actor(index, phrase, number)
            if actor is not None and actor not in met:
                met.add(actor)
                self.discourse.speak(self.fields[index].base + phrase.head[0], actor, number)
                yield actor

    def _actor(self, index: int, phrase: Phrase, number: int | None, depth: int = 0) -> int | None:
        layout = self.fields[index]
        turn = floor_of(layout, phrase, self.discourse)
        if turn is not None:
            return self._new(turn, None, SpeakerType.ANONYMOUS, named=False) if isinstance(turn, str) else turn
        left_out = paper_left_out(phrase, layout)
        if left_out is not None:
            return self._issued(phrase, kind_of_description(left_out[0], plural=False), *left_out)
        if phrase.form is Form.PRONOUN:
            return self._pronoun(index, phrase, number, depth)
        if phrase.form is Form.NAME:
            surface = layout.text[slice(*phrase.head)]
            if len(surface) == 1 or surface.lower().rstrip(".") in words().honorifics:
                return self._new(layout.text[slice(*phrase.head)], phrase, SpeakerType.ANONYMOUS, named=False)
            found = self._named(layout, phrase)
            if found is not None:
                return found
            if phrase.entity == "group":
                return self._nationality(layout, phrase)
            name = clean(layout.text[phrase.head[0] : phrase.head[1]])
            return self._new(name or "unknown", phrase, SpeakerType.ORGANISATION, named=True, layout=layout)
        return self._description(index, phrase, number)

    def _named(self, layout: Layout, phrase: Phrase) -> int | None:
        actor = self.discourse.roster.at(layout.base + phrase.head[0], layout.base + phrase.head[1])
        return actor.number if actor else None

    def _nationality(self, layout: Layout, phrase: Phrase) -> int:
        """A people or a party ("Republicans"); "the Russian" alone is an unnamed person."""
        if not phrase.plural and phrase.definite:
            found = find_person(phrase, layout.base + phrase.head[0], self.discourse, self.groups)
            if found is not None:
                return found
        kind = SpeakerType.GROUP if phrase.plural or not phrase.determiner else SpeakerType.ANONYMOUS
        name = clean(layout.text[phrase.core[0] : phrase.core[1]])
        return self._new(name, phrase, kind, named=False, layout=layout)

    def _new(
        self, name: str, phrase: Phrase | None, kind: SpeakerType, *, named: bool, layout: Layout | None = None
    ) -> int:
        """An actor of that name and kind that is described rather than named; the same one if met before."""
        key = f"{kind}:{fold(name)}"
        if key not in self.unnamed:
            actors = self.discourse.actors
            actor = Actor(len(actors), person=False, name=name, named=named, kind=kind)
            if phrase is not None:
                if layout is not None:
                    actor.affiliation = affiliation_of(phrase, layout, self.discourse.roster)
                actor.roles.update(phrase.roles)
                actor.words.update(fold(w) for w in phrase.modifiers)
                actor.plural = phrase.plural
                for role in phrase.roles:
                    actor.genders[words().gender.get(role, "")] += 1
            actors.append(actor)
            self.unnamed[key] = actor.number
        return self.unnamed[key]

    def _description(self, index: int, phrase: Phrase, number: int | None, depth: int = 0) -> int:
        layout = self.fields[index]
        position = layout.base + phrase.head[0]
        kind = description_kind(phrase)
        if (elsewhere := named_elsewhere(self.discourse, layout, phrase)) is not None:
            return elsewhere
        if phrase.word == "paper" and phrase.definite:
            found = find_body(phrase, position, self.discourse, self.groups)
            if found is not None:
                return found
        if phrase.word == "office" and phrase.possessor is not None and self._owned_by_person(layout, phrase):
            kind = SpeakerType.ORGANISATION
        if is_paper(phrase.word) and kind is not SpeakerType.GROUP:
            return self._paper(index, phrase, kind, number)
        role = words().role(phrase.word)
        if role and not phrase.determiner and not phrase.plural and phrase.possessor is None:
            found = named_below(self.discourse, layout, phrase, role)
            if found is not None:
                return found
        if phrase.definite and not phrase.plural:
            owned = phrase.possessive
            if role and not owned:
                found = find_person(phrase, position, self.discourse, self.groups, number=number)
                if found is not None:
                    learn(self.discourse.actors[found], phrase, self.groups)
                    return found
                earlier = noun_before(layout, phrase) if is_bare(phrase.word) else None
                if earlier is not None and not depth:
                    return self._description(index, earlier, number, 1)
            elif owned and (relative := find_relative(phrase, self.discourse)) is not None:
                return relative
            elif role and owned:
                found = find_person(phrase, position, self.discourse, self.groups, number=number)
                if found is not None and self._is_owned_alike(index, phrase, number, found):
                    return found
            elif not owned and is_epithet(phrase.word):
                found = find_person(phrase, position, self.discourse, self.groups, number=number)
                if found is not None:
                    return found
            elif not owned:
                found = find_body(phrase, position, self.discourse, self.groups)
                found = find_acronym(phrase, position, self.discourse) if found is None else found
                if found is not None:
                    return found
        if role and (ahead := named_ahead(self.discourse, layout, phrase, self.groups)) is not None:
            return ahead
        name = self._described(index, phrase, number)
        body = not role and kind not in (SpeakerType.ANONYMOUS, SpeakerType.GROUP)
        named = body and phrase.possessor is not None and self._owner_name(index, phrase, number) is not None
        named = named or (body and self._holds_name(layout, phrase)) or is_of_place(phrase, kind, layout)
        return self._new(name, phrase, kind, named=named, layout=layout)

    def _is_owned_alike(self, index: int, phrase: Phrase, number: int | None, found: int) -> bool:
        """Whether somebody found by "its president" is the president of whom or what "its" means."""
        layout, actor = self.fields[index], self.discourse.actors[found]
        if not has_same_owner(actor, layout, phrase):
            return False
        if phrase.determiner not in OWNERS or phrase.word in KIN:
            return True
        owner = self._owner_name(index, phrase, number)
        said = {*actor.words, *fold(actor.affiliation or "").split()}
        return owner is not None and not said.isdisjoint(fold(owner).split())

    def _holds_name(self, layout: Layout, phrase: Phrase) -> bool:
        return layout.entity_at(phrase.core[0], phrase.core[1]) >= 0

    def _owner_name(self, index: int, phrase: Phrase, number: int | None) -> str | None:
        if phrase.possessor is None:
            return None
        layout = self.fields[index]
        low = layout.text[slice(*phrase.possessor)].lower()
        if low in _HE or low in _IT or low in _THEY:
            owner = Phrase(Form.PRONOUN, phrase.possessor, phrase.possessor, low)
            meant = self._pronoun(index, owner, number, 1)
            actor = self.discourse.actors[meant] if meant is not None else None
            return actor.name if actor is not None and actor.named else None
        if low in _RELATIVE:
            owner = Phrase(Form.PRONOUN, phrase.possessor, phrase.possessor, low)
            found = self._relative(index, owner, number, 1)
            return self.discourse.actors[found].name if found is not None else None
        end = layout.base + phrase.possessor[1]
        named = self.discourse.roster.at(end - 1, end)
        if named is None:
            return None
        return named.name

    def _described(self, index: int, phrase: Phrase, number: int | None) -> str:
        """Name of a description, its owner written out: "Hillary Clinton campaign", "Mitt Romney's aides"."""
        layout = self.fields[index]
        text = describe(phrase, layout)
        if phrase.possessor is None:
            return text
        owner = self._owner_name(index, phrase, number)
        before = phrase.possessor[0] < phrase.core[0]
        if owner is None:
            return f"{layout.text[slice(*phrase.possessor)].lower()} {text}" if before else text
        body = description_kind(phrase) not in (SpeakerType.ANONYMOUS, SpeakerType.GROUP) and not phrase.plural
        apostrophe = layout.text[phrase.possessor[1] : phrase.possessor[1] + 1] in ("'", "’")
        if not (before or apostrophe or (body and self._owned_by_person(layout, phrase))):
            return text
        return owned_by(owner, phrase, layout, body=body)

    def _owned_by_person(self, layout: Layout, phrase: Phrase) -> bool:
        if phrase.possessor is None:
            return False
        end = layout.base + phrase.possessor[1]
        actor = self.discourse.roster.at(end - 1, end)
        return actor is not None and actor.person

    def _paper(self, index: int, phrase: Phrase, kind: SpeakerType, number: int | None) -> int:
        """A document or a poll: named after who issued it, if the text says so."""
        layout = self.fields[index]
        noun = layout.text[phrase.head[0] : phrase.head[1]]
        definite = phrase.definite and not phrase.plural
        possessive = phrase.determiner in OWNERS or (
            phrase.possessor is not None and layout.text[phrase.possessor[1] : phrase.possessor[1] + 1] in ("'", "’")
        )
        issuer = self._owner_name(index, phrase, number) if possessive else None
        issuer = issuer or find_document_issuer(phrase, layout, self.discourse, definite=definite)
        if issuer:
            return self._issued(phrase, kind, noun, issuer)
        if definite:
            before = self.discourse.spoken_before(layout.base + phrase.head[0])
            known = [s.actor for s in before if self.discourse.actors[s.actor].kind is kind]
            same = [n for n in known if fold(self.discourse.actors[n].name).split()[-1:] == [fold(noun)]]
            if found := same or (known if phrase.word in ANY_PAPER else []):
                return found[-1]
        return self._new(describe(phrase, layout), phrase, kind, named=False, layout=layout)

    def _issued(self, phrase: Phrase, kind: SpeakerType, noun: str, issuer: str | None) -> int:
        """A paper named after who issued it, or without a name."""
        if not issuer:
            return self._new(noun, phrase, kind, named=False)
        made = self._new(f"{issuer} {lower_first(noun, keep=False)}", phrase, kind, named=True)
        self.discourse.actors[made].affiliation = self._canonical(issuer)
        return made

    def _canonical(self, name: str) -> str:
        """The name of the actor that has a name among its forms."""
        return next((a.name for a in self.discourse.actors if name in a.forms), name)

    def _pronoun(self, index: int, phrase: Phrase, number: int | None, depth: int) -> int | None:
        layout = self.fields[index]
        position = layout.base + phrase.head[0]
        word = phrase.word
        if word in FIRST_PERSON:
            return self._first_person(layout, phrase, position, number)
        if word in _RELATIVE and depth < 2:
            found = self._relative(index, phrase, number, depth)
            if found is not None:
                return found
        if word in _HE:
            if layout.quoted(phrase.head[0]) is not None:
                inside = self.discourse.within_quotation(layout, phrase.head[0], _HE[word])
                if inside is not None:
                    return inside
            return self._he_or_she(layout, phrase, number, depth)
        if word in _IT:
            ranked = self.discourse.rank(position, self.discourse.roster.others, is_thing, exclude_content=number)
            if ranked:
                return ranked[0][1]
            return self._new("it", None, SpeakerType.ORGANISATION, named=False)
        if word in _THEY:
            return self._plural(layout, position, number)
        return None if word in BARE else self._new(word, None, SpeakerType.GROUP, named=False)

    def _he_or_she(self, layout: Layout, phrase: Phrase, number: int | None, depth: int) -> int:
        """Who "he" or "she" is: by salience, else a noun of that sex, else whoever is named right behind."""
        position, gender = layout.base + phrase.head[0], _HE[phrase.word]
        discourse, persons = self.discourse, self.discourse.roster.persons
        ranked = discourse.rank(position, persons, is_individual, gender=gender, exclude_content=number)
        if ranked and (depth or discourse.actors[ranked[0][1]].gender == gender):
            return ranked[0][1]
        noun = gendered_noun(layout, phrase.head[0], gender) if depth == 0 else None
        if ranked and (noun is None or layout.sentence(noun.head[0]) < layout.sentence(phrase.head[0])):
            return ranked[0][1]
        if noun is None and depth == 0:
            noun = gendered_noun(layout, phrase.head[0], "")
        meant = self._actor(self.fields.index(layout), noun, number, 1) if noun is not None else None
        if meant is not None:
            return meant
        doubtful = discourse.rank(position, persons, is_of_rare_name, exclude_content=number) if depth == 0 else []
        if len(doubtful) == 1:
            return doubtful[0][1]
        after = 2 if phrase.word in ("his", "her") else 1
        named = discourse.next_person(position, gender, inside=depth == 0, sentences=after)
        if named is not None:
            return named
        return self._new("he" if gender == "m" else "she", None, SpeakerType.ANONYMOUS, named=False)

    def _plural(self, layout: Layout, position: int, number: int | None) -> int:
        ranked = self.discourse.rank(position, self.discourse.roster.others, is_many, exclude_content=number)
        crowds = [r for r in ranked if self.discourse.actors[r[1]].plural]
        heard = ranked and ranked[0][1] in {s.actor for s in self.discourse.spoken_before(position, 2)}
        ranked = crowds if crowds and not (heard and crowds[0][0] < ranked[0][0] - SALIENCE.crowd) else ranked
        phrase = plural_noun(layout, position - layout.base)
        if phrase is not None:
            near = self.discourse.place(layout.base + phrase.head[0])[0]
            spoken = [s for s in self.discourse.spoken_before(position) if ranked and s.actor == ranked[0][1]]
            if not spoken or self.discourse.place(spoken[-1].start)[0] < near:
                meant = self._actor(self.fields.index(layout), phrase, number, 1)
                if meant is not None:
                    return meant
        if ranked:
            return ranked[0][1]
        return self._new("they", None, SpeakerType.GROUP, named=False)

    def _first_person(self, layout: Layout, phrase: Phrase, position: int, number: int | None) -> int:
        """The pronoun "I": within a quotation the speaker, elsewhere whoever was asked, or the article's author."""
        around = layout.quoted(phrase.head[0])
        outer = self.discourse.content_at(position)
        if outer is not None and outer != number and outer in self.owner_of:
            return self.owner_of[outer]
        if around is not None:
            for n in self.discourse.contents_in(layout.base + around[0], layout.base + around[1]):
                if n in self.owner_of and n != number:
                    return self.owner_of[n]
            before = self.discourse.spoken_before(position, 1)
            if before:
                return before[-1].actor
        asked = asked_before(layout, phrase.head[0]) if around is None else None
        actor = self.discourse.roster.at(layout.base + asked[0], layout.base + asked[1]) if asked is not None else None
        if actor is not None:
            return actor.number
        return self._new("author", None, SpeakerType.ANONYMOUS, named=False)

    def _relative(self, index: int, phrase: Phrase, number: int | None, depth: int) -> int | None:
        """Who "who", "which" or "that" is, or None."""
        layout = self.fields[index]
        found = before_relative(layout, phrase)
        if isinstance(found, Phrase):
            return self._actor(index, found, number, depth + 1)
        actor = self.discourse.roster.at(layout.base + found[0], layout.base + found[1]) if found is not None else None
        return actor.number if actor is not None else None

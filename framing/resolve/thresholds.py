"""The numbers that this stage goes by, in one place, each with where it comes from.

All were set by hand while reading the seeds and the 40 articles of PolNeAR's training part that are set aside for
tuning. ``benchmarks/rules.py --tuning --thresholds`` halves and doubles each and prints what becomes of the figures on
the seeds, these 40 articles, BASIL, GUM news and EWT. Of all of them five move any figure, when doubled:
``SALIENCE.sentence``, ``speaker`` and ``no_doubt`` (right speakers on BASIL fall by 1.0, 2.9 and 1.0 points),
``SHARE.direct`` and ``SHARE.whole`` (above 1 they are never reached). The rest stand on plateaus: no figure here says
that they are best.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ACT", "BODY", "CONFIDENCE", "CONVERSATION", "REACH", "REFERENT", "SALIENCE", "SHARE"]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a sign may stand from what it is a sign of, in characters unless said otherwise."""

    tail: int = 80
    """Behind a verb or a closing mark: words that may be the source ("…, believes the mayor of Oslo, Anna Berg")."""
    hearing: int = 12
    """Behind a source without a cue: its verb ("The court was told")."""
    agent: int = 16
    """Behind a passive verb: the "by" of its agent ("was signed on Friday by")."""
    citing: int = 60
    """Between a cue and the "citing" that belongs to it ("reported late on Tuesday, citing")."""
    chain: int = 90
    """Behind a cue: the rest of a chain of sources ("said on state television on Friday, as quoted by")."""
    cited_ahead: int = 6
    """Between the comma behind "Citing …" and the source."""
    apposition: int = 160
    """On either side of a name: an apposition that tells a role."""
    close_mentions: int = 4
    """Mentions of an actor whose surroundings are read for roles: news texts introduce people early."""
    introductions: int = 12
    """Mentions of an actor that are looked at for what it is called there."""
    relative: int = 140
    """Before "who" or "which": the noun phrase it refers to begins there."""
    sentence: int = 300
    """Of a sentence, where "they" looks for a plural noun."""
    document: int = 4000
    """Before "the statement": an earlier mention of it that tells its issuer."""
    document_uses: int = 8
    """Earlier uses of a document's noun that are looked at for its issuer."""
    surname: int = 400
    """Behind a full name: a bare surname that rather means the same person than another of that name."""
    carried: int = 3
    """Attributions before one without a source that may have its speaker."""


@dataclass(frozen=True, slots=True)
class Share:
    """Shares between 0 and 1, and least numbers of words."""

    direct: float = 0.95
    """Of a content's words inside quotation marks, above which it is direct. As the recall by kind of
    :mod:`framing.evaluate` draws it, after PolNeAR."""
    whole: float = 0.9
    """Of a paragraph's quotation that somebody must have said for the next paragraph to run on."""
    least_words: int = 3
    """Words of a quotation or a headline that says something: shorter ones are scare quotes and labels."""
    source_words: int = 6
    """Words behind the dash of a headline that are a source, at most."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What makes a text an interview, a transcript or a list of posts."""

    turns: int = 3
    """Turns of named speakers, at least."""
    posts: int = 2
    """Paragraphs that open with an account's name, at least."""
    question: int = 60
    """Words of a paragraph that asks, at most."""
    dense: float = 0.4
    """Share of the paragraphs from the first turn to the last that open with a name, at least."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure an attribution is that a rule adds: no model says so, and none is calibrated on it."""

    turn: float = 0.8
    """A turn of a conversation: the name before the colon leaves little doubt."""
    sign: float = 0.5
    """Stated by a sign alone: about that of the model's own doubtful findings."""


@dataclass(frozen=True, slots=True)
class Salience:
    """Points for and against an antecedent of a pronoun.

    The kinds of point are those of Lappin and Leass (1994) and Mitkov (1998), who weigh subjects before objects and the
    recent before the distant; a news text adds its speakers. Their size was set by hand.
    """

    sentence: float = -1.0
    far: float = -0.4
    """For every sentence beyond ``near``."""
    near: int = 3
    """Sentences between a pronoun and an antecedent that count in full."""
    farthest: int = 12
    """Sentences beyond which nobody is meant."""
    look_back: int = 40
    """Mentions before a pronoun that are weighed."""
    paragraph: float = -0.45
    same_sentence: float = 0.2
    speaker: float = 1.2
    last_speaker: float = 0.2
    subject: float = 1.1
    subordinate: float = -0.5
    preposed: float = -0.7
    possessive: float = -0.5
    addressed: float = 1.3
    """For whom somebody hears, questions or interviews: "he" of the next sentence answers."""
    inside_content: float = -0.9
    known_gender: float = 1.2
    frequency: float = 0.08
    repeated: float = 0.1
    unnamed: float = -0.6
    """For somebody who is described only, as "he" rather is who has a name."""
    crowd: float = 2.5
    """Points by which a body that spoke right before must lead to be "they", and not several people."""
    nested: float = -0.7
    """For a speaker whom another one tells of."""
    pronoun: float = 1.2
    """For whom the pronoun right before, of the same sex, means."""
    chained: int = 4
    """Pronouns before one that are looked at in turn."""
    goes_on: float = 1.6
    """For the last speaker where the words say that he goes on: "he added"."""
    told: float = -1.5
    """For whom the statement itself names: "he said Mills would lose" is not said by Mills."""
    alone: float = 0.4
    """For the only one in the nearest sentence that has any."""
    introduced: float = 0.5
    """For a full name with an apposition or an age behind it."""
    no_doubt: float = 0.8
    """Lead over the next that makes somebody the one at the centre of attention."""


@dataclass(frozen=True, slots=True)
class Referent:
    """Points for and against whom a definite phrase ("the senator") means; an office that agrees is worth 3, a kind 2.

    Set by hand on the sources of ``benchmarks/references.csv`` that are marked for tuning.
    """

    focus: float = 0.55
    """Taken off for every point of salience behind the most salient."""
    unseen: float = 4.0
    """Points of salience behind, at most, and of who was named too long ago to have any."""
    told: float = 2.0
    """Taken off for whom the statement itself names."""
    local: float = 0.5
    """For somebody of the right place without an office that agrees."""
    place: float = 1.0
    modifier: float = 0.8
    missing: float = -0.3
    telling: float = -1.6
    """For a word that he lacks and that others have of whom the same noun is said: "prime" of "prime minister"."""
    was: float = -1.0
    """For who had the office once, where it is not said to be former."""
    unnamed: float = -2.5
    """For somebody who spoke without a name, where the noun rather stands for somebody known."""
    heard: float = -0.5
    """The same of other nouns."""
    elsewhere: float = -3.0
    """For who has the office of an unknown country, where one is given: "the French president"."""
    abroad: float = -0.7
    """For who has the office of a country that is given, where the phrase gives none."""
    party: float = 1.5
    """For a politician of no other party, wanted as "the Republican"."""
    epithet: float = 2.0
    """For who was called so before, of a noun that is no office ("star")."""
    open: float = 0.6
    """For somebody without the office, of a noun that stands for who is known already."""
    nearest: float = 0.5
    """For who is named or heard last before."""
    disagrees: float = -3.0
    """For who is not of the sex of the pronoun that opens the words: "the senator said she felt well"."""
    walk: float = 0.8
    """For somebody of the same walk of life, where nobody has the office."""
    other_walk: float = -0.6
    topic: float = 0.12
    """For every time an actor is named, where nobody has the office: "the candidate" is whom the text is about."""
    acronym: int = 4
    """Sentences before "the bureau" in which its acronym stands."""
    often: int = 4
    """Mentions of who may be "the candidate" though not in focus."""
    runs: float = 0.45
    """The same for "the candidate" and the like."""
    once: float = -2.0
    """For who is named once and no politician, as "the candidate" and the like hardly is."""
    least: float = -1.5
    """Points of salience that somebody without the office must have."""


@dataclass(frozen=True, slots=True)
class Body:
    """Points for which body a definite phrase means ("the company", "the appeals court"). Set by hand on the same."""

    same: float = 3.0
    """For the noun of its name."""
    medium: float = 2.0
    """For a medium, wanted as "the newspaper"."""
    armed: float = 1.5
    generic: float = 1.0
    """For an organisation, wanted as "the company"."""
    modifier: float = 0.5
    """For each word of the phrase that its name holds; taken off for each that it lacks."""
    named: float = 0.6
    """For one that has a name."""
    focus: int = 6
    """Sentences before "the lobbying powerhouse" in which a body is named that is named often; else it is the last."""
    often: int = 3


REACH = Reach()
SHARE = Share()
CONVERSATION = Conversation()
CONFIDENCE = Confidence()
SALIENCE = Salience()
REFERENT = Referent()
BODY = Body()


@dataclass(frozen=True, slots=True)
class ActChances:
    """Chances of :data:`framing.attribute.labels.ACTS`, by the words of the cue."""

    nobodys: float = 0.9
    """That nobody states it, from which an indirect attribution is left out. Chosen on the 40 articles set aside, where
    it costs half a point of who-said-what: PolNeAR's annotators mark some deeds, too."""
    possible: float = 0.3
    """The same by the head alone, below which no sign makes it so."""
    plain: float = 0.97
    """That it is speech by the head alone, from which the signs around the cue are not asked."""
    quoted: float = 0.15
    """That it is speech, from which words quoted whole are; by the words of the cue alone."""
    speech: float = 0.45
    """That it is speech, from which an indirect attribution is: the likeliest of four acts may be less."""
    topic: float = 0.75
    """The same, where what is said has no verb ("discussed the budget") or no source is stated. Of the labels, articles
    of the fold left out, nine of ten of the first are speech then, at half a chance eight."""
    doubtful: float = 0.5
    """Confidence of an indirect attribution below which it must be ``sure`` to be speech."""
    mixed: float = 0.45
    """The same of a mixed one whose cue has no word of uttering."""
    sure: float = 0.9
    never: float = 2.0


ACT = ActChances()

"""The first rules of the table: spans put right, and who and what belongs to which verb."""

from __future__ import annotations

from framing.resolve.rules.bounds import added, argued, between_others, borrowed, fronted, own_sentence
from framing.resolve.rules.chains import cited, quotes
from framing.resolve.rules.clauses import asked, own_subject, second_verb, strays, subject_past_relative, whole_clause
from framing.resolve.rules.relays import without_cited
from framing.resolve.rules.rule import Example, Rule, Told, each
from framing.resolve.rules.spans import (
    behind_the_verb,
    described_as,
    paper_seen_by,
    pronoun_before,
    quoted_by,
    relative,
    shared_subject,
    trimmed,
)

__all__ = ["SHAPES"]

SHAPES: tuple[Rule, ...] = (
    Rule(
        "trimmed",
        "A span does not begin with the mark that closes the quotation before it, nor with white space.",
        Example(
            '"The old one," he said. He said.{c1|" The pipe was new}, {s1|a worker} {q1|said}.',
            (Told("The pipe was new", "a worker", "worker"),),
        ),
        each(trimmed),
    ),
    Rule(
        "quoted by",
        "The source of “the general was quoted by Vesti” is the one whose words they are.",
        Example(
            "{c1|“Rain fell,” General {P|Ivo Brandt}} {q1|was quoted by} {s1|{O|Vesti}} as saying.",
            (Told("“Rain fell,”", "General Ivo Brandt", "Ivo Brandt", via="Vesti"),),
        ),
        each(quoted_by),
    ),
    Rule(
        "seen by",
        "The source of “documents seen by the Guardian show” is the documents.",
        Example(
            "Documents seen by {s1|the {O|Guardian}} {q1|show} {c1|that the firm knew}.",
            (Told("that the firm knew", "Documents seen by the Guardian", "documents seen by the Guardian"),),
        ),
        each(paper_seen_by),
    ),
    Rule(
        "cited",
        "Whom a report cites is its origin, where he was found as its source; the source is the one who reports.",
        Example(
            "{O|XTV}, quoting {s1|the coastguard}, {q1|said} {c1|two boats had sunk}.",
            (Told("two boats had sunk", "XTV", "XTV", origin="coastguard", via="XTV"),),
        ),
        each(cited),
    ),
    Rule(
        "quotes as saying",
        "Whom an outlet quotes as saying something is the origin of what it quotes.",
        Example(
            "{s1|{O|XTV}} {q1|quoted} the minister as saying {c1|that the talks had failed}.",
            (Told("that the talks had failed", "XTV", "XTV", origin="minister", via="XTV"),),
        ),
        each(quotes),
    ),
    Rule(
        "without the cited",
        "Whom a report cites is no part of what it reports.",
        Example(
            "{c1|Rain fell}, {s1|{O|XTV}} {q1|reported}, citing {c1|a {O|BRF} Friday statement}.",
            (Told("Rain fell", "XTV", "XTV", origin="BRF statement", via="XTV"),),
        ),
        each(without_cited),
    ),
    Rule(
        "who",
        "The source of the verb right behind “who” or “which” is that word, not the subject further up.",
        Example(
            "{s1|{P|Oskar Lindt}} told {P|Anna Berg}, who {q1|added} {c1|that it rained}.",
            (Told("that it rained", "who", "Anna Berg"),),
        ),
        each(relative),
    ),
    Rule(
        "shared subject",
        "A verb joined to another of its sentence, or a participle beside it, has the subject of that one.",
        Example(
            "{s1|{P|Anna Berg}} {q1|said} {c1|it rained}, and {q2|has promised} {c2|help}.",
            (Told("it rained", "Anna Berg", "Anna Berg"), Told("help", "Anna Berg", "Anna Berg")),
        ),
        shared_subject,
    ),
    Rule(
        "behind the verb",
        "A verb without a source has the one behind it: a passive's agent, or somebody alone at the end of a sentence.",
        Example(
            "{c1|The bridge would last longer with new bolts,} {q1|believes} mayor {P|Anna Berg}.",
            (Told("The bridge would last longer with new bolts,", "mayor Anna Berg", "Anna Berg"),),
        ),
        each(behind_the_verb),
    ),
    Rule(
        "pronoun before",
        "A verb without a source has the pronoun before it, with adverbs between.",
        Example(
            "{P|Anna Berg} left. She at the same time {q1|rejected} {c1|taking part in it}.",
            (Told("taking part in it", "She", "Anna Berg"),),
        ),
        each(pronoun_before),
    ),
    Rule(
        "described as",
        "What something is described as, in the middle of somebody's words, is said by nobody who is stated.",
        Example(
            "{q1|Based on} {s1|the counts}, {c1|300 live in {L|Oslo}}, described {c1|as the capital of fog}.",
            (Told("300 live in Oslo", "the counts", "counts"), Told("as the capital of fog")),
        ),
        described_as,
    ),
    Rule(
        "own subject",
        "A verb whose source was found in another sentence has the subject right before it.",
        Example(
            "{P|Anna Berg} of the board also {q1|called for} {c1|new bolts}. She was one of those {s1|who} signed.",
            (Told("new bolts", "Anna Berg of the board", "Anna Berg"),),
        ),
        each(own_subject),
    ),
    Rule(
        "past the relative",
        "A verb behind a relative clause that is closed has the main subject, not “who”.",
        Example(
            "{P|Anna Berg}, one of those {s1|who} built the bridge, {q1|said} {c1|it was safe}.",
            (Told("it was safe", "Anna Berg, one of those who built the bridge", "Anna Berg"),),
        ),
        each(subject_past_relative),
    ),
    Rule(
        "asked",
        "Whoever is asked something does not ask it: the question is the outlet's way of telling what was answered.",
        Example("{s1|{P|Anna Berg}}, {q1|asked} {c1|if it rained}, said it did.", (Told("if it rained", "Anna Berg"),)),
        each(asked),
    ),
    Rule(
        "second verb",
        "What stands behind a second verb of speech is a statement of its own.",
        Example(
            "{s1|{P|Anna Berg}} {q1|said} {c1|it rained}, and called {c1|the road “a river”}.",
            (Told("it rained", "Anna Berg", "Anna Berg"), Told("the road “a river”", "Anna Berg", "Anna Berg")),
        ),
        second_verb,
    ),
    Rule(
        "whole clause",
        "A clause has its first words, and those of a short hole in it.",
        Example(
            "{s1|{P|Anna Berg}} {q1|said} {c1|it rained} and the road {c1|was under water}.",
            (Told("it rained and the road was under water", "Anna Berg", "Anna Berg"),),
        ),
        whole_clause,
    ),
    Rule(
        "fronted",
        "Words before a speaker who is put into a sentence, and “some of which” before a verb, belong to what is said.",
        Example(
            "Driven by greed, {s1|{P|Anna Berg}} {q1|said}, {c1|he sold the bridge}.",
            (Told("Driven by greed … he sold the bridge", "Anna Berg", "Anna Berg"),),
        ),
        fronted,
    ),
    Rule(
        "added",
        "What the outlet tells on in the same sentence (“…, a move that …”, “…, as did …”) is not said.",
        Example(
            "{s1|{P|Anna Berg}} {q1|said} {c1|the ferry would stop in May, a move that could cost 20 jobs}.",
            (Told("the ferry would stop in May", "Anna Berg", "Anna Berg"),),
        ),
        each(added),
    ),
    Rule(
        "argued",
        "What somebody points to in order to argue something is no part of what he argues.",
        Example(
            "{s1|{P|Anna Berg}} {q1|used} {c1|the flood to argue that the dam was old}.",
            (Told("that the dam was old", "Anna Berg", "Anna Berg"),),
        ),
        each(argued),
    ),
    Rule(
        "own sentence",
        "An unquoted sentence before the one that ends with “…, police said” is not said there.",
        Example(
            "{c1|It snowed in {L|Oslo}. The road was closed}, {s1|police} {q1|said}.",
            (Told("The road was closed", "police", "police"),),
        ),
        each(own_sentence),
    ),
    Rule(
        "borrowed",
        "A that-clause of another verb, before the one who speaks, is not said by him.",
        Example(
            "When the firm signalled {c1|that it would sell}, {s1|{P|Anna Berg}} {q1|said}, {c1|“I wept.”}",
            (Told("“I wept.”", "Anna Berg", "Anna Berg"),),
        ),
        each(borrowed),
    ),
    Rule(
        "between others",
        "A quotation in a paragraph of its own is not joined to words that stand behind those of somebody else.",
        Example(
            "{c1|“Rain fell,”} {s1|{P|Anna Berg}} {q1|said}.\n\n{c2|“It was cold and it was dark on the road.”}\n\n"
            "{c3|“Nobody called,”} {s3|{P|Karl Bohm}} {q3|said}.\n\n"
            "{c2|“We were late,”} {s2|{P|Oskar Lindt}} {q2|said}.",
            (
                Told("“Rain fell,”", "Anna Berg", "Anna Berg"),
                Told("“It was cold and it was dark on the road.”", "", "Anna Berg"),
                Told("“Nobody called,”", "Karl Bohm", "Karl Bohm"),
                Told("“We were late,”", "Oskar Lindt", "Oskar Lindt"),
            ),
        ),
        between_others,
    ),
    Rule(
        "strays",
        "What begins in the middle of another sentence, outside quotation marks, is not said here.",
        Example(
            "{s1|{P|Anna Berg}} {q1|said} {c1|it rained}. The rain had washed {c1|a road} away.",
            (Told("it rained", "Anna Berg", "Anna Berg"),),
        ),
        each(strays),
    ),
)

"""The table of rules, in the order in which they are applied."""

from __future__ import annotations

from framing.resolve.rules.bounds import added, argued, between_others, borrowed, fronted, own_sentence
from framing.resolve.rules.chains import according, cited, dispatch, points_to, quotes, reports_citing, told_outlet
from framing.resolve.rules.clauses import asked, own_subject, second_verb, strays, subject_past_relative, whole_clause
from framing.resolve.rules.inserted import inserted
from framing.resolve.rules.interviews import answers
from framing.resolve.rules.nested import told_within
from framing.resolve.rules.nobodys import examines, gloss, provision
from framing.resolve.rules.relays import cites, cites_ahead, only_cites, passed_on, without_cited
from framing.resolve.rules.rule import Example, Rule, Told, each
from framing.resolve.rules.spans import (
    behind_the_verb,
    described_as,
    hears,
    outside_prose,
    paper_seen_by,
    pronoun_before,
    quoted_by,
    relative,
    shared_subject,
    trimmed,
)
from framing.resolve.rules.turns import takes_the_floor
from framing.resolve.rules.unclaimed import estimated, goes_on, headline_source, nominal, same_subject

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
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
            "{c3|“Nobody called,”} {s3|{P|Karl Bohm}} {q3|said}.\n\n{c2|“We were late,”} {s2|{P|Oskar Lindt}} {q2|said}.",
            (
                Told("“Rain fell,” … “It was cold and it was dark on the road.”", "Anna Berg", "Anna Berg"),
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
    Rule(
        "turn",
        "In an interview, a transcript or a list of posts the name before the colon says what follows.",
        Example(
            "{P|ANNA BERG}: Good evening.\n\n{P|OSKAR LINDT}: It is late.\n\nBERG: Is it?",
            (
                Told("Good evening", "ANNA BERG", "Anna Berg"),
                Told("It is late", "OSKAR LINDT", "Oskar Lindt"),
                Told("Is it?", "BERG", "Anna Berg"),
            ),
        ),
        takes_the_floor,
    ),
    Rule(
        "answers",
        "In an interview without turn labels the one person named before says what answers the questions.",
        Example(
            "We met the writer {P|Anna Berg}.\n\nHow did it begin?\n\nI had a letter. It was blue.\n\nWhy?\n\nI asked.",
            (Told("I had a letter. It was blue", "Anna Berg", "Anna Berg"), Told("I asked", "Anna Berg", "Anna Berg")),
        ),
        answers,
    ),
    Rule(
        "headline",
        "A source behind the dash of a headline, or before its colon, says the rest of it.",
        Example(
            "It was noon on the hill.\n\nBridge will stay closed until June – mayor\n\nIt rained in the town.",
            (Told("Bridge will stay closed until June", "mayor", "mayor"),),
        ),
        headline_source,
    ),
    Rule(
        "estimates",
        "A sentence that opens or closes with the estimates, figures or accounts it is based on is theirs.",
        Example(
            "By most estimates, 300 ships came.",
            (Told("300 ships came", "most estimates", "estimates"),),
        ),
        estimated,
    ),
    Rule(
        "nominal",
        "What a noun says that somebody claims or warns is that one's, though nothing was found in it.",
        Example(
            "The claim by {P|Anna Berg} that the bridge was safe, made in May, is false.",
            (Told("that the bridge was safe", "Anna Berg", "Anna Berg"),),
        ),
        nominal,
    ),
    Rule(
        "inserted",
        "Who is put between commas or at an end (“…, warns the mayor, …”) says the sentence where nothing was found.",
        Example(
            "The bridge, warns {P|Anna Berg}, will fall by May.",
            (Told("The bridge … will fall by May", "Anna Berg", "Anna Berg"),),
        ),
        inserted,
    ),
    Rule(
        "outside prose",
        "Captions, credits and promotions say nothing.",
        Example("It rained.\n\n{q1|READ MORE:} {c1|Bridge is late} – {s1|{L|Oslo}}\n\nIt snowed.", ()),
        each(outside_prose),
    ),
    Rule(
        "provision",
        "What a law, a bill or a plan does or would do is not something that it says.",
        Example("{s1|The bill} {q1|would ban} {c1|the sale of fireworks}.", ()),
        each(provision),
    ),
    Rule(
        "gloss",
        "What explains a word or a sign (“…, referring to the old club”) is told by the outlet.",
        Example("{s1|He} wore a badge, {q1|referring to} {c1|the old club}.", ()),
        each(gloss),
    ),
    Rule(
        "examines",
        "What somebody only looks into (“analysed the effects of salt”) is not said.",
        Example("{s1|The team} {q1|analysed} {c1|the effects of salt}.", ()),
        each(examines),
    ),
    Rule(
        "hears",
        "Whoever “was told” something, as a court that “heard” it, does not say it: the speaker is not stated.",
        Example(
            "{s1|A court} {q1|heard} {c1|that the bridge was sold}.", (Told("that the bridge was sold", "A court"),)
        ),
        each(hears),
    ),
    Rule(
        "points to",
        "The study, report or figures that somebody points to or cites are the origin of what they show.",
        Example(
            "{P|Anna Berg} pointed to {s1|a study} {q1|showing} {c1|that the drug was safe}.",
            (Told("that the drug was safe", "Anna Berg", "Anna Berg", origin="study", via="Anna Berg"),),
        ),
        each(points_to),
    ),
    Rule(
        "only cites",
        "“Citing a US official” is no statement of its own: it is the chain of the one beside it.",
        Example(
            "{c1|Rain fell}, {s1,2|{O|XTV}} {q1|reported} last week, {q2|citing} {c2|a {L|US} official}.",
            (Told("Rain fell", "XTV", "XTV", origin="US official", via="XTV"),),
        ),
        only_cites,
    ),
    Rule(
        "cites ahead",
        "Whom the head of the sentence cites is the origin of what its source reports.",
        Example(
            "Citing a senior {G|Turkish} official, {s1|{O|XTV}} {q1|reported} {c1|that rain fell}.",
            (Told("that rain fell", "XTV", "XTV", origin="senior Turkish official", via="XTV"),),
        ),
        each(cites_ahead),
    ),
    Rule(
        "cites",
        "Whom a report cites is the origin of what it reports.",
        Example(
            "{c1|Rain fell}, {s1|{O|XTV}} {q1|reported} last week, citing the {G|Norwegian} {O|Trade Ministry}.",
            (Told("Rain fell", "XTV", "XTV", origin="Norwegian Trade Ministry", via="XTV"),),
        ),
        each(cites),
    ),
    Rule(
        "reports, citing",
        "A sentence reports what it says that somebody reported, citing somebody, though nothing was found in it.",
        Example(
            "The agency {O|Norpress} reported, citing a palace aide, that the king had left the city.",
            (
                Told(
                    "that the king had left the city",
                    "The agency Norpress",
                    "Norpress",
                    origin="palace aide",
                    via="The agency Norpress",
                ),
            ),
        ),
        reports_citing,
    ),
    Rule(
        "passed on",
        "Whoever quotes the source only passes on what it says.",
        Example(
            "{c1|“Rain fell,”} {s1|{P|Anna Berg}} {q1|said, as quoted by {O|XTV}}.",
            (Told("“Rain fell,”", "Anna Berg", "Anna Berg", via="XTV"),),
        ),
        each(passed_on),
    ),
    Rule(
        "according to",
        "In “according to Vesti, the mayor said” the mayor is the source, and Vesti relays.",
        Example(
            "{q1|According to} {s1|{O|XTV}}, {P|Anna Berg} said on Friday {c1|that it rained}.",
            (Told("that it rained", "Anna Berg", "Anna Berg", via="XTV"),),
        ),
        each(according),
    ),
    Rule(
        "told an outlet",
        "An outlet that somebody told something passes it on.",
        Example(
            "{s1|{P|Anna Berg}} {q1|told} the {O|Daily Post} {c1|that it rained}.",
            (Told("that it rained", "Anna Berg", "Anna Berg", via="the Daily Post"),),
        ),
        each(told_outlet),
    ),
    Rule(
        "dispatch",
        "The reporter whose dispatch from a place opens the sentence passes on what is said in it.",
        Example(
            "{P|Anna Berg} reports from {L|Oslo}: {s1|{P|Oskar Lindt}} {q1|said} {c1|it rained}.",
            (Told("it rained", "Oskar Lindt", "Oskar Lindt", via="Anna Berg"),),
        ),
        each(dispatch),
    ),
    Rule(
        "same subject",
        "A participle behind “while”, “by” or the like has the speaker of its sentence.",
        Example(
            "{c1|It rained}, {s1|{P|Anna Berg}} {q1|said} while {q2|noting} {c2|that it would stop}.",
            (Told("It rained", "Anna Berg", "Anna Berg"), Told("that it would stop", "", "Anna Berg")),
        ),
        same_subject,
    ),
    Rule(
        "goes on",
        "A quotation without a source that fills the next paragraph, or follows in its own, goes on from the last.",
        Example(
            "{c1|“The rain has stopped,”} {s1|{P|Anna Berg}} {q1|said}.\n\n“The road is open again.”\n\nIt was noon.",
            (Told("“The rain has stopped,” … “The road is open again.”", "Anna Berg", "Anna Berg"),),
        ),
        goes_on,
    ),
    Rule(
        "told within",
        "What a quotation tells that somebody else has said is that one's, within the words of the one quoted.",
        Example(
            "{c1|“The mayor told us that the bridge was safe,”} {s1|{P|Anna Berg}} {q1|said}.",
            (
                Told("“The mayor told us that the bridge was safe,”", "Anna Berg", "Anna Berg"),
                Told("that the bridge was safe", "The mayor", "mayor"),
            ),
        ),
        told_within,
    ),
)

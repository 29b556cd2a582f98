"""The table of rules, in the order in which they are applied."""

from __future__ import annotations

from framing.resolve.rules.chains import according, dispatch, points_to, reports_citing, told_outlet
from framing.resolve.rules.inserted import inserted
from framing.resolve.rules.interviews import answers
from framing.resolve.rules.nested import told_within
from framing.resolve.rules.nobodys import examines, gloss, provision
from framing.resolve.rules.papers import papers
from framing.resolve.rules.relays import cites, cites_ahead, only_cites, passed_on
from framing.resolve.rules.rule import Example, Rule, Told, each
from framing.resolve.rules.shapes import SHAPES
from framing.resolve.rules.spans import hears, outside_prose
from framing.resolve.rules.turns import takes_the_floor
from framing.resolve.rules.unclaimed import estimated, goes_on, headline_source, nominal, same_subject

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    *SHAPES,
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
        Example("By most estimates, 300 ships came.", (Told("300 ships came", "most estimates", "estimates"),)),
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
        "papers",
        "A report that somebody meets makes its own claims; a transcript gives the words of the name before them.",
        Example(
            "{s1|The {O|Guild}} pushed back on a report {q1|claiming} {c1|that it was broke}.",
            (Told("that it was broke", "a report", "report"),),
        ),
        each(papers),
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

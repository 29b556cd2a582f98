"""Rows of a comparison on naming and agency: what actors are called, labels, words for the same act, who acts, harm.

Which rows there are is decided by how often they occur in all groups together
(:func:`~framing.compare.measure.least_hits` and the like).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from framing.compare.measure import VOICES, Lines, Measure, Per, least_hits, many, runs
from framing.compare.word_rows import LEAST_ARTICLES
from framing.measure.act_words import act_word_lines
from framing.measure.agency import role_lines
from framing.measure.clause_lines import CLAUSE_COLUMNS, NOBODY, UNTOLD
from framing.measure.harm import NOT_SAID, harm_lines
from framing.measure.naming import name_lines
from framing.measure.own_words import in_most_articles
from framing.resolve.called import CalledAs
from framing.subject import Tables
from framing.tables import equal
from framing.values import Voice

__all__ = ["act_word_rows", "agency_rows", "harm_rows", "name_rows"]

MOST_ACTORS = 8
"""So many actors, those that are described most often in all articles together, get rows of their own."""

MOST_LABELS = 40
"""So many nouns for people and bodies, those that most articles use, are compared in each voice."""


_OF_CLAUSE = {*CLAUSE_COLUMNS, "actor_id", "harm"} - {"article_id", "field", "start", "end", "told"}
"""Columns of clauses that a line of a comparison does without."""


def name_rows(tables: Tables) -> Iterator[Measure]:
    """What actors are called, and labels for people and bodies whoever they mean."""
    least, articles = _least(tables)
    lines = Lines(name_lines(tables).drop(columns=["actor_id", "_of"]))
    yield from _names(lines, least, articles)
    yield from _labels(tables, lines, least, articles)


def _least(tables: Tables) -> tuple[int, int]:
    """Uses, and articles that have them, of what gets a row."""
    return least_hits(tables), LEAST_ARTICLES if many(tables) else 1


def _names(lines: Lines, least: int, articles: int) -> Iterator[Measure]:
    """What part of an actor's mentions in the outlet's own voice calls it so."""
    own = lines.equal("voice", Voice.OWN.value)
    own = own.where(~equal(own["actor"], NOBODY))
    described = own.where(own["named_as"].ne(CalledAs.NAME.value))
    for actor in in_most_articles(described, "actor", uses=least, articles=articles, most=MOST_ACTORS):
        whole = own.equal("actor", actor)
        yield Measure(
            "names", f"{actor}: described", "its mentions in the outlet’s own words",
            described.equal("actor", actor), whole, detail=True,
        )  # fmt: skip
        for label in in_most_articles(whole, "label", uses=least, articles=articles):
            if len(whole["label"].unique()) > 1:
                yield Measure(
                    "names", f"{actor}: “{label}”", "its mentions in the outlet’s own words",
                    whole.equal("label", label), whole, detail=True,
                )  # fmt: skip


def _labels(tables: Tables, lines: Lines, least: int, articles: int) -> Iterator[Measure]:
    """Nouns for people and bodies in each voice, whoever they mean, and the forms of those that have several.

    Those that introduce a statement are left out: who speaks is measured by itself.
    """
    labels = lines.where(lines["named_as"].ne(CalledAs.NAME.value) & ~lines["introduces"].astype(bool))
    for name, these in VOICES.items():
        here = labels.where(labels["voice"].isin(these))
        whole = runs(tables, these)
        for noun in in_most_articles(here, "noun", uses=least, articles=articles, most=MOST_LABELS):
            yield Measure(
                "words for people", f"“{noun}”, {name}",
                f"words in the {name}" if name == "own voice" else "attributed words",
                here.equal("noun", noun), whole, Per.THOUSAND, detail=True,
            )  # fmt: skip
    unnamed = labels.equal("actor", NOBODY)
    for noun in in_most_articles(unnamed, "noun", uses=2 * least, articles=articles, most=MOST_LABELS):
        forms = unnamed.equal("noun", noun)
        for label in in_most_articles(forms, "label", uses=least, articles=articles):
            if " " in label:
                yield Measure(
                    "words for people", f"“{label}” of “{noun}”", "the uses of the noun",
                    forms.equal("label", label), forms, detail=True,
                )  # fmt: skip


def act_word_rows(tables: Tables) -> Iterator[Measure]:
    """The words that are chosen for one act."""
    least, articles = _least(tables)
    lines = act_word_lines(tables)
    for act in in_most_articles(lines, "act_set", uses=2 * least, articles=articles):
        whole = Lines(lines).equal("act_set", act)
        for word in in_most_articles(whole, "word", uses=least, articles=articles):
            yield Measure(
                "words for acts", f"{act}: “{word}”", "the words for it",
                whole.equal("word", word), whole, detail=True,
            )  # fmt: skip


def agency_rows(tables: Tables) -> Iterator[Measure]:
    """Who acts rather than being acted upon; passives without an agent."""
    least, articles = _least(tables)
    roles = role_lines(tables)
    lines = Lines(pd.DataFrame({c: roles[c] for c in roles.columns if c not in _OF_CLAUSE}, copy=False))
    del roles
    told = lines.where(lines["told"].astype(bool))
    done = told.where(told["role"].eq("patient"))
    for name, these in VOICES.items():
        here = done.where(done["voice"].isin(these))
        agentless = here.where(here["agentless"])
        if len(agentless) >= least:
            yield Measure("agency", f"nobody told to have done it, {name}", "clauses told as done", agentless, here)
    somebody = told.where(told["somebody"].to_numpy() & ~equal(told["actor"], UNTOLD))
    for actor in in_most_articles(somebody, "actor", uses=2 * least, articles=articles, most=MOST_ACTORS):
        theirs = somebody.equal("actor", actor)
        yield Measure(
            "agency", f"{actor} acts", "the clauses that it is in",
            theirs.where(theirs["role"].eq("agent")), theirs, detail=True,
        )  # fmt: skip


def harm_rows(tables: Tables) -> Iterator[Measure]:
    """Who does harm, and who suffers it, of all harm that is told."""
    least, _ = _least(tables)
    lines = harm_lines(tables)
    told = pd.DataFrame(lines[lines["told"].astype(bool)])
    if len(told) < least:
        return
    words = runs(tables)
    once = ["article_id", "field", "act_start"]
    told = pd.DataFrame(told[told["voice"].ne(Voice.NONE.value)])
    yield Measure("harm", "harm told", "all words", Lines(told.drop_duplicates(once)), words, Per.THOUSAND)
    for role, column in (("done by", "agent"), ("suffered by", "patient")):
        each = Lines(pd.DataFrame(told.drop_duplicates([*once, column])))
        for actor in in_most_articles(each, column, uses=least):
            if actor == NOT_SAID:
                continue
            name = "harm that nobody is told to have done" if actor == UNTOLD else f"harm {role} {actor}"
            part = each.where(each[column].eq(actor))
            yield Measure("harm", name, "the harm that is told", part, each, detail=actor != UNTOLD)

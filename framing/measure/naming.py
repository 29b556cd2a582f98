"""Naming: by which names, descriptions and labels each actor goes, in whose voice.

Word choice and labelling is the form of slant that a reader sees least (Hamborg, Zhukova and Gipp 2019, NewsWCL50): the
same people are fighters, rebels or terrorists. A label counts for an actor only where the words say whom it means
(:mod:`framing.resolve.called`); all other nouns for people and bodies stand for no named actor and are listed as such,
by their noun, for a reader to judge.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.errors import ComparisonError
from framing.intervals import FEWEST_HOLDING, check_level, few_articles, share_interval
from framing.measure.clause_lines import NOBODY
from framing.resolve.called import CalledAs
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Tables, clause_lines_of, corpus_of, statements_of
from framing.tables import By, columns_of, grouped, known_value, recoded, replaced
from framing.units import Grouping, units_of

__all__ = ["name_lines", "naming"]

NAME = "name"
"""Stands for the noun of what is a name."""

_MADE = ("actor", "noun", "label", "voice")
_ENDS = ("share_low", "share_high", "note")
_AT_A_TIME = 256


def naming(
    subject: Tables | Statements,
    *,
    by: By = (),
    actor: str | None = None,
    names: bool = True,
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """What actors are called: one row a group of ``by``, actor, label and voice, the most named first.

    ``subject`` is an analysis, or statements as :func:`framing.extract` gave them. ``by`` is a column of the articles
    or of the speakers, or several ("outlet", ["outlet", "side"]); the voice is always told apart: own, quoted,
    paraphrase, scare, none (:mod:`framing.whose`). ``actor`` gives the rows of one actor, by its name or id; "no
    named actor" those of labels whose referent is not sure. Without ``names`` only descriptions and labels are
    counted.

    Columns after the group's: ``actor``; ``noun``, the head noun of a label in the singular, "name" of a name;
    ``label``, the name or the words, without determiner, as they are written most often; ``voice``; ``named_as``:
    "name", "before the name" ("the dictator Berg"), "behind the name" ("Jund militants"), "beside the name" ("Berg, a
    dictator, …"), "said to be" ("Berg is a dictator"), "as a speaker" ("the colonel said", where that is known to be
    Berg), or "label", several with "; " between; ``uses``; ``share`` of all uses for this actor (of labels without one:
    of this noun) in the group and voice; ``articles``. With a ``level`` (0.95) ``share_low``, ``share_high`` over
    articles, with ``cluster`` and ``strata`` as in :func:`~framing.measure.balance.balance_intervals`, and ``note``.

    ``naming(…).evidence(row)`` gives the lines. Raises a ComparisonError for an actor that is not named, or a column
    that is not there.
    """
    lines = name_lines(subject)
    if not names:
        lines = lines[lines["named_as"].ne(CalledAs.NAME.value)]
    if actor is not None:
        lines = _of_actor(lines, actor)
    columns = [c for c in columns_of(by) if c != "voice"]
    taken = [c for c in columns if c in _MADE]
    if taken:
        raise ComparisonError(
            f"naming: {', '.join(taken)} is a column that the table makes already; leave it out of by."
        )
    keys = [*columns, *_MADE]
    frame, _ = grouped(lines, keys, purpose="naming")
    frame = frame.astype({"named_as": "str"})
    made = {
        "named_as": ("named_as", lambda s: "; ".join(sorted(set(s)))),
        "uses": ("label", "size"),
        "articles": ("article_id", "nunique"),
    }
    table = pd.DataFrame(frame.groupby([*keys, "_of"], sort=True).agg(**made).reset_index())
    of = [*columns, "actor", "_of", "voice"]
    table["share"] = table["uses"] / table.groupby(of)["uses"].transform("sum")
    named = table.groupby("actor")["uses"].transform("sum").mask(table["actor"].eq(NOBODY), -1)
    table = table.assign(_named=named, _noun=table.groupby(["actor", "_of"])["uses"].transform("sum"))
    table = table.sort_values(
        ["_named", "actor", "_noun", "_of", *columns, "uses", "label", "voice"],
        ascending=[False, True, False, True, *[True] * len(columns), False, True, True],
        ignore_index=True,
    )
    if level is not None:
        table = _with_limits(table, frame, of, subject, level=level, cluster=cluster, strata=strata)
    table = table[[c for c in (*keys, "named_as", "uses", "share", *_ENDS, "articles") if c in table.columns]]
    return result(
        table, keys=keys, lines=frame, corpus=corpus_of(subject), statements=statements_of(subject), more=["named_as"]
    )


def name_lines(subject: Tables | Statements) -> pd.DataFrame:
    """Every name, description and label, one row each, in reading order, with the columns of the voice it stands in.

    Labels that differ in case only are one, spelled as most often.
    """
    lines = clause_lines_of(subject, purpose="naming").names
    codes, labels = pd.factorize(lines["label"])
    counts = pd.DataFrame({"label": [str(one) for one in labels], "uses": np.bincount(codes, minlength=len(labels))})
    counts = counts.assign(folded=[one.casefold() for one in counts["label"]])
    best = counts.sort_values(["uses", "label"], ascending=[False, True]).drop_duplicates("folded")
    spelled = dict(zip(best["folded"], best["label"], strict=True))
    label = recoded(lines["label"], lambda one: spelled.get(one.casefold(), one))
    noun = recoded(lines["noun"], lambda one: one or NAME)
    return lines.assign(label=label, noun=noun, _of=replaced(noun, lines["actor"].ne(NOBODY), ""))


def _of_actor(lines: pd.DataFrame, actor: str) -> pd.DataFrame:
    found = lines[lines["actor"].eq(actor) | (lines["actor_id"].eq(actor) & lines["actor_id"].ne(""))]
    if found.empty:
        known_value(actor, lines["actor"], what="No line names the actor")
    return found


def _with_limits(
    table: pd.DataFrame,
    lines: pd.DataFrame,
    of: list[str],
    subject: Tables | Statements,
    *,
    level: float,
    cluster: Grouping | None,
    strata: Grouping | None,
) -> pd.DataFrame:
    """The table with intervals of the shares: of each label among all of its actor, group and voice."""
    check_level(level)
    article, ids = pd.factorize(lines["article_id"].astype("str"), sort=False)
    units = units_of(list(ids), cluster=cluster, strata=strata, table=lines, corpus=corpus_of(subject))
    unit, number = units.unit[article], len(units)
    keys = [*of, "noun", "label"]
    row = pd.MultiIndex.from_frame(table[keys]).get_indexer(pd.MultiIndex.from_frame(lines[keys]))
    whose = pd.factorize(pd.MultiIndex.from_frame(table[of]))[0]
    ends, held = np.full((2, len(table)), np.nan), np.zeros(len(table), dtype=np.int64)
    for first in range(0, len(table), _AT_A_TIME):
        here = np.arange(first, min(first + _AT_A_TIME, len(table)))
        groups, place = np.unique(whose[here], return_inverse=True)
        theirs = np.isin(whose[row], groups)
        whole, part = np.zeros((number, len(groups))), np.zeros((number, len(here)))
        np.add.at(whole, (unit[theirs], np.searchsorted(groups, whose[row[theirs]])), 1.0)
        mine = (row >= here[0]) & (row <= here[-1])
        np.add.at(part, (unit[mine], row[mine] - here[0]), 1.0)
        held[here] = (whole > 0).sum(axis=0)[place]
        ends[:, here] = share_interval(part, whole[:, place], level=level, stratum=units.stratum)
    ends[:, held < FEWEST_HOLDING] = np.nan
    notes = [few_articles(int(n), least=FEWEST_HOLDING) for n in held]
    return table.assign(share_low=ends[0], share_high=ends[1], note=notes)

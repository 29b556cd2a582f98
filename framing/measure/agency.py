"""Agency: who acts on whom, and in which voice; who is made to suffer without anybody who does it.

Who is told as acting and who as acted upon is a frame by itself (Sap et al. 2017, connotation frames of power and
agency), and a passive without an agent hides who did it (Fowler et al. 1979; Henley, Miller and Beazley 1995).
Clauses are read without a parser and for precision (:mod:`framing.resolve.clause_roles`): what is not sure is not
shown, so that counts are of what could be read.
"""

from __future__ import annotations

import pandas as pd

from framing.measure.clause_lines import UNTOLD, most_frequent
from framing.measure.limits import Limits
from framing.measure.word_sets import read_word_sets
from framing.resolve.called import is_label_noun
from framing.results import Result, result
from framing.statements import Statements
from framing.subject import Tables, clause_lines_of, corpus_of, statements_of
from framing.tables import By, as_text, columns_of, each_value, grouped, known_value, stacked
from framing.units import Grouping

__all__ = ["AGENCY_COLUMNS", "agency", "clauses", "role_lines"]

CLAUSES = (
    "article_id", "field", "start", "end", "agent", "act", "patient", "passive", "negated", "told", "means", "harm",
    "voice", "speaker", "side", "outlet", "date",
)  # fmt: skip
AGENCY_COLUMNS = (
    "acts", "undergoes", "acting_share", "passive", "agentless", "agentless_share", "harms", "harmed", "not_told",
    "articles", "doing", "undergoing",
)  # fmt: skip
_EXAMPLES = 5


def clauses(
    subject: Tables | Statements, *, agent: str | None = None, patient: str | None = None, act: str | None = None
) -> Result:
    """Who does what to whom, one clause a row, in reading order.

    ``subject`` is an analysis, or statements as :func:`framing.extract` gave them. ``agent``, ``patient`` (as the
    table has them) and ``act`` (base form) narrow. Columns: where it stands (``start`` to ``end`` holds agent, act
    and patient); ``agent``, an actor's name where the words name it, else its words, or a pronoun, or "nobody told"
    of a passive without one; ``act``, the verb's base form; ``patient``; ``passive``; ``negated``; ``told``, whether
    it is told as done: neither denied nor left open by a modal, an infinitive or a condition; ``means`` by which
    ("airstrikes"); ``harm``, the kind of harm, or missing; ``voice``, ``speaker``, ``side`` of the words, ``outlet``,
    ``date``. Joint agents and patients have a row each. ``clauses(…).evidence(row)`` shows the place.
    """
    lines = _with_harm(clause_lines_of(subject, purpose="clauses").clauses)
    for column, value in (("agent", agent), ("patient", patient), ("act", act)):
        if value is not None:
            found = lines[lines[column].eq(value)]
            if found.empty:
                known_value(value, lines[column], what=f"No clause has the {column}")
            lines = found
    table = as_text(lines[[c for c in CLAUSES if c in lines.columns]].reset_index(drop=True))
    return result(
        table, keys=("article_id", "field", "start", "act", "agent", "patient"), lines=lines, corpus=corpus_of(subject),
        statements=statements_of(subject), more=("passive", "negated", "told"),
    )  # fmt: skip


def agency(
    subject: Tables | Statements,
    *,
    by: By = (),
    things: bool = False,
    level: float | None = None,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """How often each actor acts and is acted upon: one row a group of ``by`` and actor, those in most clauses first.

    Things ("the storm", "his speech") are left out unless ``things`` is true. ``by`` is a column of the articles or
    of the speakers, "voice", or several. Pronouns are left out: whom they mean is not sure. Columns after the group's
    and ``actor`` (a name, or a label such as "US-led coalition"): ``acts`` and ``undergoes``, clauses told as done in
    which it is agent, or patient; ``acting_share`` = acts / (acts + undergoes), 0 only acted upon to 1 only acting;
    ``passive``, of those it undergoes; ``agentless``, of these without an agent, and ``agentless_share`` of all that
    it undergoes; ``harms`` and ``harmed``, clauses of harm (:func:`harm`) it does and suffers; ``not_told``, clauses
    that are denied or left open; ``articles``; ``doing`` and ``undergoing``, the acts, the most frequent first. With
    a ``level`` (0.95) both shares have ``…_low`` and ``…_high``, as in
    :func:`~framing.measure.balance.balance_intervals`. ``agency(…).evidence(row)`` gives the clauses.
    """
    lines = role_lines(subject)
    if not things:
        lines = lines[lines["somebody"]]
    columns = [c for c in columns_of(by) if c != "actor"]
    frame, _ = grouped(lines, columns, purpose="agency", least=0)
    frame = frame.astype({"actor": "str", "act": "str"})
    keys = [*columns, "actor"]
    told = frame["told"].astype(bool)
    doing, done = told & frame["role"].eq("agent"), told & frame["role"].eq("patient")
    harm = frame["harm"].fillna("").ne("")
    flags = {
        "acts": doing, "undergoes": done, "passive": done & frame["passive"], "agentless": done & frame["agentless"],
        "harms": doing & harm, "harmed": done & harm, "not_told": ~told,
    }  # fmt: skip
    counted = frame[keys].assign(**{name: flag.astype("int64") for name, flag in flags.items()})
    sums = counted.groupby(keys, sort=True).sum()
    each = frame.groupby(keys, sort=True)
    sums["articles"] = each["article_id"].nunique()
    for name, flag in (("doing", doing), ("undergoing", done)):
        listed = frame[flag].groupby(keys, sort=True)["act"].agg(_most) if flag.any() else pd.Series(dtype="str")
        sums[name] = listed.reindex(sums.index).fillna("")
    table = sums.reset_index()
    both = table["acts"] + table["undergoes"]
    table["acting_share"] = table["acts"] / both.where(both > 0)
    table["agentless_share"] = table["agentless"] / table["undergoes"].where(table["undergoes"] > 0)
    table = table.assign(_n=both, _nobody=table["actor"].eq(UNTOLD)).sort_values(
        ["_nobody", "_n", *keys], ascending=[True, False, *[True] * len(keys)], ignore_index=True
    )
    table = table[[*keys, *AGENCY_COLUMNS]]
    if level is not None:
        limits = Limits.of(
            frame, keys, table, level=level, cluster=cluster, strata=strata, corpus=corpus_of(subject), source=lines
        )
        ends = limits.shares("acting_share", doing, doing | done)
        ends |= limits.shares("agentless_share", done & frame["agentless"], done)
        table = table.assign(**ends, note=limits.notes("acting_share", doing, doing | done))
    return result(
        table, keys=keys, lines=frame, corpus=corpus_of(subject), statements=statements_of(subject),
        more=("role", "agent", "act", "patient", "told"),
    )  # fmt: skip


def role_lines(subject: Tables | Statements) -> pd.DataFrame:
    """One row a clause and each who is in it by name or label: ``actor``, ``role`` (agent, patient), ``agentless``.

    Pronouns have none; "nobody told" is the agent of passives without one. ``somebody`` is whether the words name an
    actor or are a noun for people or bodies.
    """
    lines = _with_harm(clause_lines_of(subject, purpose="agency").clauses)
    lines = lines.assign(agentless=lines["agent"].eq(UNTOLD))
    parts = []
    for role in ("agent", "patient"):
        part = lines[lines[f"{role}_as"].ne("pronoun")]
        once = part.drop_duplicates(["article_id", "field", "act_start", role])  # of joint others
        body = once[f"{role}_id"].ne("") | _are_people(once[f"{role}_noun"]) | once[role].eq(UNTOLD)
        parts.append(once.assign(actor=once[role], actor_id=once[f"{role}_id"], role=role, somebody=body))
    return stacked(parts).sort_index(kind="stable").reset_index(drop=True)


def _are_people(nouns: pd.Series) -> pd.Series:
    """Whether each noun is one for people or bodies."""
    return pd.Series(each_value(nouns, is_label_noun), index=nouns.index, dtype="bool")


def _with_harm(lines: pd.DataFrame) -> pd.DataFrame:
    """Clauses with the kind of harm that they tell, missing where none."""
    found = read_word_sets(shipped="harm").of_lines(lines.assign(word=lines["act"], verb=True))
    return lines.assign(harm=found.mask(found.eq("")))


def _most(acts: pd.Series) -> str:
    return most_frequent(acts, most=_EXAMPLES)

"""Portrayal: who is put how, negatively, neutrally or positively, and by whom: the outlet itself or those it cites.

What is judged is a sentence toward one actor whom it names, by the shipped model (:mod:`framing.sentiment`) or one of
your own. "Uncertain" is an answer: where no label is likely enough, none is given. A sentence is the outlet's own
portrayal only where nobody's words stand in it; a statement's words are its speaker's portrayal, and what somebody
says of himself is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.measure.limits import Limits
from framing.results import Result, result
from framing.sentiment import LABELS, UNCERTAIN, labels, portrayals
from framing.statements import Statements
from framing.subject import Tables, corpus_of, mentions_table, statements_of, statements_table, voices_table
from framing.tables import MISSING, By, columns_of, group_values, with_groups
from framing.units import Grouping
from framing.values import Corpus, Voice
from framing.whose import ATTRIBUTED

__all__ = ["CHANCES", "OWN_VOICE", "PORTRAYALS", "SURE", "Predict", "portrayal", "portrayed", "with_chances"]

Floats = NDArray[np.float64]

Predict = Callable[[Sequence[str], Sequence[int], Sequence[int]], NDArray[np.floating]]
"""Sentences, and the start and end of the actor's name in each, to chances of negative, neutral, positive (n × 3)."""

PORTRAYALS = LABELS
"""What the columns of chances are of; a portrayal may also be uncertain."""

OWN_VOICE = "own voice"
"""The portrayer where the sentence is the outlet's own."""

SURE = 0.8
"""Over a corpus a label of the shipped model counts where it is so likely; what is less likely is uncertain.

Of negative and positive labels of such a chance readers called 4 of 32 wrong, of less likely ones 11 of 18
(docs/portrayal.md).
"""

_SURE_OF_OWN = 0.5
"""The same for a model of a user's own, whose chances nobody has held against readers."""


def portrayal(
    subject: Tables | Statements,
    *,
    by: By = ("portrayer", "actor"),
    mentions: pd.DataFrame | None = None,
    predict: Predict | None = None,
    level: float = 0.95,
    cluster: Grouping | None = None,
    strata: Grouping | None = None,
) -> Result:
    """Who portrays whom, and how: one row a group, most mentions first.

    ``subject`` is an analysis or statements. ``by`` are columns of the portrayals (:func:`portrayed`) or the articles:
    ``portrayer`` ("own voice" or a speaker), ``portrayer_side``, ``actor``, ``side`` (the actor's), ``outlet`` …
    ``mentions`` are those to judge, by default all of the subject's (:func:`framing.mentions`) of somebody who could
    speak; ``predict`` is a model of your own.

    Columns after the group's: ``mentions``; of these ``negative_mentions``, ``neutral_mentions``,
    ``positive_mentions``, ``uncertain_mentions``; ``articles``; ``negative_share`` and ``positive_share`` of all
    mentions, each with ``…_low`` and ``…_high`` over articles (:func:`framing.intervals.share_interval`); ``note``,
    why there is no interval.
    ``portrayal(…).evidence(row)`` gives the mentions in their sentences, with ``label`` and the chances.

    A portrayal is of the sentence, not of the one who says it: "X, whom Y called a liar" is negative of X, whoever
    agrees. Raises a ComparisonError for a column that is not there.
    """
    lines = portrayed(subject, mentions=mentions, predict=predict)
    columns = columns_of(by)
    corpus = corpus_of(subject)
    groups = with_groups(lines, corpus, columns)
    table = groups.assign(article_id=lines["article_id"], mentions=1)
    of_labels = {f"{label}_mentions": lines["label"].eq(label).astype("int64") for label in (*PORTRAYALS, UNCERTAIN)}
    table = table.assign(**of_labels)
    counts = ["mentions", *of_labels]
    grouped = table.groupby(columns, sort=True) if columns else table.groupby(np.zeros(len(table)))
    summed = (
        grouped[counts].sum().join(grouped["article_id"].nunique().rename("articles")).reset_index(drop=not columns)
    )
    limits = Limits.of(
        groups.assign(article_id=lines["article_id"]), columns, summed, level=level, cluster=cluster, strata=strata,
        corpus=corpus, source=lines,
    )  # fmt: skip
    one = np.ones(len(lines))
    for label in ("negative", "positive"):
        summed[f"{label}_share"] = summed[f"{label}_mentions"] / summed["mentions"]
        summed = summed.assign(**limits.shares(f"{label}_share", table[f"{label}_mentions"], one))
    summed["note"] = limits.notes("negative_share", table["negative_mentions"], one)
    summed = summed.sort_values(["mentions", *columns], ascending=[False, *[True] * len(columns)], ignore_index=True)
    return result(
        summed, keys=columns, lines=lines.assign(**{c: groups[c] for c in columns}), corpus=corpus,
        statements=statements_of(subject), more=("label", *CHANCES, "actor", "portrayer"),
    )  # fmt: skip


CHANCES = tuple(f"p_{label}" for label in PORTRAYALS)


def portrayed(
    subject: Tables | Statements,
    *,
    mentions: pd.DataFrame | None = None,
    actors: Sequence[str] | None = None,
    predict: Predict | None = None,
) -> pd.DataFrame:
    """Every mention that portrays, one a row: the table that :func:`portrayal` adds up.

    Columns: those of :func:`framing.mentions`, ``portrayer``, ``portrayer_side``, ``speaker`` and ``cue`` (of the
    statement, missing in the own voice), ``sentence_start`` and ``sentence_end``, ``label`` (negative, neutral,
    positive, uncertain) and ``p_negative``, ``p_neutral``, ``p_positive``. With ``actors`` only these are judged.
    """
    said = statements_of(subject)
    stored = said.stored if said is not None else None
    if mentions is None and predict is None and stored is not None and stored.portrays:
        return _labelled(stored.portrayal(actors), SURE)
    named = mentions_table(subject, mentions, purpose="portrayal")
    if "agent" in named.columns:
        named = named[named["agent"].astype(bool)]
    if actors is not None:
        named = named[named["actor"].isin(list(actors))]
    corpus = corpus_of(subject)
    assert corpus is not None  # noqa: S101  # mentions are of articles
    found = with_chances(
        pd.DataFrame(named), voices_table(subject, purpose="portrayal"), statements_table(subject, purpose="portrayal"),
        corpus, predict=predict,
    )  # fmt: skip
    return _labelled(found, SURE if predict is None else _SURE_OF_OWN)


def with_chances(
    named: pd.DataFrame, voices: pd.DataFrame, told: pd.DataFrame, corpus: Corpus, *, predict: Predict | None = None
) -> pd.DataFrame:
    """The mentions that portray, judged: :func:`portrayed` without labels. ``told`` is the table of statements."""
    table = _with_portrayer(named, voices, told)
    texts = [
        corpus[a].field_text(f)[i:j]
        for a, f, i, j in zip(
            *(table[c] for c in ("article_id", "field", "sentence_start", "sentence_end")), strict=True
        )
    ]
    starts, ends = ((table[c] - table["sentence_start"]).clip(lower=0).astype(int).tolist() for c in ("start", "end"))
    chances = _judged(texts, starts, [min(e, len(t)) for e, t in zip(ends, texts, strict=True)], predict)
    return table.assign(**{c: chances[:, k] for k, c in enumerate(CHANCES)})


def _labelled(table: pd.DataFrame, threshold: float) -> pd.DataFrame:
    label = labels(table[list(CHANCES)].to_numpy(dtype=np.float64), threshold=threshold)
    table = table.assign(label=pd.Series(label, index=table.index, dtype="str"))
    return table[[*(c for c in table.columns if c not in CHANCES), *CHANCES]]


def _with_portrayer(named: pd.DataFrame, voices: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The mentions with their sentence and with whose portrayal it is; without those that are nobody's."""
    place = ["article_id", "field", "sentence"]
    runs = voices.assign(_attributed=voices["voice"].isin(ATTRIBUTED))
    sentences = runs.groupby(place, sort=False).agg(
        sentence_start=("start", "min"), sentence_end=("end", "max"), _attributed=("_attributed", "any")
    )
    sentences = sentences.reset_index().sort_values("sentence_start", kind="stable")
    found = pd.merge_asof(
        named.assign(_at=named["start"]).sort_values("_at", kind="stable"),
        sentences.rename(columns={"sentence_start": "_at"}).assign(sentence_start=sentences["sentence_start"]),
        on="_at", by=["article_id", "field"],
    )  # fmt: skip
    said = told[["article_id", "statement_id", "speaker", "side", "cue"]]
    said = pd.DataFrame(said).rename(columns={"side": "portrayer_side"})
    found = found.merge(said, on=["article_id", "statement_id"], how="left")
    own = found["voice"].eq(Voice.OWN.value) & ~found["_attributed"].astype(bool)
    theirs = found["voice"].isin(ATTRIBUTED) & group_values(found["speaker"]).ne(MISSING)
    found["portrayer"] = found["speaker"].where(theirs, OWN_VOICE)
    found["portrayer_side"] = group_values(found["portrayer_side"]).where(theirs, OWN_VOICE)
    kept = found[(own | theirs) & found["sentence_end"].ge(found["end"]) & found["portrayer"].ne(found["actor"])]
    order = ["article_id", "field", "start"]
    rank = {a: k for k, a in enumerate(dict.fromkeys(named["article_id"]))}
    return kept.drop(columns=["_at", "_attributed", "sentence"]).sort_values(
        order, key=lambda c: c.map(rank) if c.name == "article_id" else c, kind="stable", ignore_index=True
    )


def _judged(texts: list[str], starts: list[int], ends: list[int], predict: Predict | None) -> Floats:
    """Chances; each sentence and place is judged once, however many actors share it."""
    if not texts:
        return np.zeros((0, len(PORTRAYALS)))
    keys = list(zip(texts, starts, ends, strict=True))
    single = list(dict.fromkeys(keys))
    own: Predict = predict or portrayals
    chances = np.asarray(own([k[0] for k in single], [k[1] for k in single], [k[2] for k in single]), dtype=np.float64)
    at = {key: i for i, key in enumerate(single)}
    return chances[[at[key] for key in keys]]

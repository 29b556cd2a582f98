"""docs/glossary.md against the columns of the tables: both ways, on the seeds and the committed report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import framing
from framing import events, measure
from framing.checking import checked_of, checking_sheet
from framing.differences import difference
from framing.lexicon import HIT_COLUMNS, lexicon_scores, read_lexicon
from framing.measure import Stance
from framing.report import summarise
from framing.results import EVIDENCE_COLUMNS, FURTHER_COLUMNS
from framing.statements import Statements, read_statements
from framing.subject import Tables

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "reports" / "raqqa"
PAGE = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ENDS = re.compile(r"(?:_corrected)?_(?:low|high)$|_corrected$")


def entries() -> list[str]:
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    return [name for cell in rows for name in re.findall(r"`([^`]+)`", cell)]


def statements() -> Statements:
    return read_statements(REPORT / "statements.jsonl", framing.read(ROOT / "seeds"))


def even(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> NDArray[np.float64]:
    """A model of portrayals that knows nothing."""
    del starts, ends
    return np.full((len(texts), 3), 1 / 3)


def tables(found: Statements) -> dict[str, pd.DataFrame]:
    corpus, frame, voices = found.corpus, found.frame(), measure.voices(found)
    mentions = pd.read_csv(REPORT / "tables" / "mentions.csv", keep_default_na=False)
    echo = measure.echo(voices, by="side", draws=20)
    contrast = framing.contrast(voices, ("Russia", "US-led coalition"), by="side")
    tested = measure.diversity_test(frame.assign(outlet=frame["article_id"]), (corpus[0].id, corpus[1].id))
    sheet = checking_sheet(found, n=40, by="article_id").assign(correct="1")
    checked = checked_of(sheet, found)
    report = dict(summarise(found, title="t", mentions=mentions, checked=checked).tables)
    for name in ("comparison", "coverage"):
        report[name] = report[name].drop(columns=["A1", "A2"])  # one column a group
    return {
        "statements": measure.stance_table(frame),
        "voices": voices,
        "portrayal": measure.portrayal(Tables(found), mentions=mentions, predict=even),
        "portrayals": measure.portrayed(Tables(found), mentions=mentions, predict=even),
        "balance": measure.balance(found, by="side"),
        "balance_intervals": measure.balance_intervals(found, checked=checked),
        "checking_sheet": sheet,
        "difference": difference(frame, "direct_share", by="side", draws=9),
        "balance_summary": measure.balance_summary(frame),
        "access": measure.access(frame),
        "relays": measure.relays(frame),
        "prominence": measure.prominence(voices),
        "prominence_evidence": measure.prominence(voices).evidence("Sergey Lavrov"),
        "treatment": measure.treatment(frame),
        "rebuttals": measure.rebuttals(voices),
        "rebuttal_summary": measure.rebuttal_summary(voices),
        "scare_quotes": measure.scare_quotes(voices, corpus=corpus),
        "cue_stances": measure.cue_stances(frame),
        "standing": measure.standing(frame),
        "indexing": measure.indexing(frame),
        "diversity": measure.diversity(frame),
        "diversity_test": tested[["index", "difference", "p", "note"]],
        "hill_profile": measure.hill_profile(frame),
        **of_naming(found),
        "silence": measure.silence(frame, mentions, voices=voices),
        "silence_evidence": measure.silence(frame, mentions).evidence("Iran"),
        "indexing_evidence": measure.indexing(frame).evidence("all"),
        "tone_evidence": measure.tone(voices).evidence(0),
        "tone": measure.tone(voices),
        "tone_texts": measure.tone_texts(voices),
        "lexicon_scores": lexicon_scores(voices, read_lexicon("group_labels")),
        "actors": framing.actors(found),
        "doubts": framing.doubts(found),
        "hits": pd.DataFrame(columns=list(HIT_COLUMNS)),
        "echo": echo.table,
        "echo lines": echo.lines("Russia"),
        "contrast": contrast.table,
        "contrast groups": contrast.groups,
        "contrast_evidence": contrast.evidence("and"),
        "evidence": pd.DataFrame(columns=[*EVIDENCE_COLUMNS, *FURTHER_COLUMNS]),
        **of_events(found),
        "stances": pd.DataFrame(columns=[f"{s.value}_share" for s in Stance if s is not Stance.NONE]),
        **{f"report: {k}": t for k, t in report.items()},
    }


def of_naming(found: Statements) -> dict[str, pd.DataFrame]:
    return {
        "naming": measure.naming(found, level=0.95),
        "act_words": measure.act_words(found),
        "agency": measure.agency(found, level=0.95),
        "clauses": measure.clauses(found),
        "harm": measure.harm(found),
    }


def of_events(found: Statements) -> dict[str, pd.DataFrame]:
    together = dict.fromkeys((a.id for a in found.corpus), "E1")
    copies, shared = events.near_copies(found), events.shared_statements(found, event=together)
    return {
        "copies": copies,
        "copy_parts": events.copy_parts(copies, found.corpus[0].id),
        "events": events.match_events(found),
        "event_list": events.event_list(events.match_events(found)),
        "shared": shared,
        "shared_list": events.shared_list(shared),
        "figures": events.differing_figures(found, event=together),
    }


def test_every_column_has_an_entry_and_every_entry_a_column() -> None:
    known = set(entries())
    columns = {c: name for name, table in tables(statements()).items() for c in map(str, table.columns)}
    lacking = {
        c: name for c, name in columns.items() if c not in known and not (ENDS.search(c) and ENDS.sub("", c) in known)
    }
    assert not lacking
    assert not known - set(columns) - {"…_low", "…_high", "…_corrected"}


def test_no_name_is_explained_twice() -> None:
    names = entries()
    assert sorted(names) == sorted(set(names))

"""Every result opens to its lines: one name, one set of columns, whatever it was asked of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing
from framing import measure, pictures
from framing.analysis import Analysis
from framing.contrasts import contrast
from framing.errors import ComparisonError
from framing.lexicon import Per, hits, lexicon_scores, read_lexicon
from framing.mention_table import mentions
from framing.results import EVIDENCE_COLUMNS, Result
from framing.subject import Subject

ROOT = Path(__file__).parents[2]
LABELS = read_lexicon("group_labels")


@cache
def seeds() -> Analysis:
    corpus = framing.read(ROOT / "seeds")
    named = tuple(replace(a, outlet=f"Outlet {i}", extra={"event": "Raqqa"}) for i, a in enumerate(corpus))
    found: Analysis = framing.analyze(replace(corpus, articles=named), project=ROOT / "seeds/framing.toml")
    return found


Ask = Callable[[Subject], Result]

OF_STATEMENTS: dict[str, tuple[Ask, str]] = {
    "balance": (lambda s: measure.balance(s, by=["outlet", "side"]), "statements"),
    "balance_intervals": (lambda s: measure.balance_intervals(s, by="side"), "statements"),
    "balance_summary": (measure.balance_summary, "statements"),
    "treatment": (lambda s: measure.treatment(s, by=["event", "speaker"]), "statements"),
    "standing": (lambda s: measure.standing(s, by="official"), "statements"),
    "indexing": (lambda s: measure.indexing(s, by="outlet"), "statements"),
    "diversity": (lambda s: measure.diversity(s, within=["outlet", "event"]), "statements"),
    "hill_profile": (lambda s: measure.hill_profile(s), ""),
    "cue_stances": (lambda s: measure.cue_stances(s, by="outlet"), "with_this_stance"),
    "relays": (measure.relays, "statements"),
}
OF_VOICES: dict[str, tuple[Ask, str]] = {
    "prominence": (lambda s: measure.prominence(s, by=["outlet", "type"]), ""),
    "tone": (lambda s: measure.tone(s, by=["outlet", "voice"]), "sentences"),
    "tone of all": (lambda s: measure.tone(s, by=[]), "sentences"),
    "rebuttals": (lambda s: measure.rebuttals(s), ""),
    "rebuttal_summary": (lambda s: measure.rebuttal_summary(s, by="side"), ""),
    "echo": (lambda s: measure.echo(s, by="side", embed=None, draws=20).table, "statements"),
    "lexicon_scores": (lambda s: lexicon_scores(s, LABELS, by=["voice"]), "hits"),
    "lexicon": (lambda s: lexicon_scores(s, LABELS, by="outlet", per=Per.LEXICON), "hits"),
    "contrast": (lambda s: contrast(s, ("Russia", "US-led coalition"), by="side").table.head(50), ""),
}
OF_VALUES: dict[str, tuple[Ask, str]] = {
    "silence": (lambda s: measure.silence(s, within="outlet"), "mentions"),
    "mentions": (lambda s: mentions(s), ""),  # type: ignore[arg-type]
}
ALL = OF_STATEMENTS | OF_VOICES | OF_VALUES


@pytest.mark.parametrize("name", ALL)
def test_every_row_opens_to_the_lines_that_it_counts(name: str) -> None:
    ask, counts = ALL[name]
    table = ask(seeds())
    assert isinstance(table, Result)
    cut = table.sort_values(list(table.columns[:2]), ascending=False, kind="stable").head(25)
    for i in range(len(cut)):
        lines = cut.evidence(cut.iloc[i])
        assert list(lines.columns[: len(EVIDENCE_COLUMNS)]) == list(EVIDENCE_COLUMNS)
        if counts:
            assert len(lines) == cut[counts].iloc[i]
        elif not counts:
            assert len(lines)
        for article, field, start, end, words in lines[["article_id", "field", "start", "end", "words"]].to_numpy():
            assert seeds().corpus[article].field_text(field)[start:end] == words
        assert lines["left"].notna().all()


@pytest.mark.parametrize("name", ALL)
def test_an_analysis_statements_and_their_tables_give_the_same(name: str) -> None:
    ask = ALL[name][0]
    expected = ask(seeds())
    row = expected.iloc[0]
    subjects: list[Subject] = [seeds().statements]
    subjects += [seeds().table] if name in OF_STATEMENTS else [seeds().voices] if name in OF_VOICES else []
    for subject in subjects:
        found = ask(subject)
        pd.testing.assert_frame_equal(found, expected)
        pd.testing.assert_frame_equal(found.evidence(row), expected.evidence(row))


@pytest.mark.parametrize(
    ("name", "wrong", "says"),
    [
        *((n, lambda: seeds().corpus, "takes statements, and a Corpus holds articles only: give an An") for n in ALL),
        *((n, lambda: "seeds/", "cannot take a value of type str: give an Analysis") for n in OF_VOICES),
        *((n, lambda: seeds().voices, "takes a table of statements, and this is one of voices") for n in OF_STATEMENTS),
        *((n, lambda: seeds().table, "takes a table of voices, and this is one of statements") for n in OF_VOICES),
        ("silence", lambda: seeds().table, "counts mentions of actors, too"),
    ],
)
def test_what_is_none_of_these_is_told_what_to_give(name: str, wrong: Callable[[], Any], says: str) -> None:
    with pytest.raises(ComparisonError, match=says):
        ALL[name][0](wrong())


def test_the_methods_are_the_functions() -> None:
    a = seeds()
    pd.testing.assert_frame_equal(a.balance(by="side"), measure.balance(a, by="side"))
    pd.testing.assert_frame_equal(a.tone(by=["outlet", "voice"]), measure.tone(a, by=["outlet", "voice"]))
    pd.testing.assert_frame_equal(a.lexicon("group_labels", by="voice"), lexicon_scores(a, LABELS, by="voice"))
    pd.testing.assert_frame_equal(a.lexicon(LABELS, by="voice"), lexicon_scores(a, LABELS, by="voice"))
    found = a.contrast("Russia", "US-led coalition", by="side")
    pd.testing.assert_frame_equal(found.table, contrast(a, ("Russia", "US-led coalition"), by="side").table)
    for name in ("prominence", "treatment", "standing", "diversity", "stance", "indexing", "silence"):
        assert isinstance(getattr(a, name)(), Result)
    assert a.balance.__doc__ == measure.balance.__doc__


def test_a_report_has_all_that_is_known(tmp_path: Path) -> None:
    seeds().report(tmp_path / "out", title="t")
    assert (tmp_path / "out" / "tables" / "mentions.csv").exists()
    manifest = (tmp_path / "out" / "manifest.json").read_text("utf-8")
    assert '"name": "full"' in manifest
    assert '"name": "framing.toml"' in manifest


def test_tables_themselves_open() -> None:
    for table in (seeds().table, seeds().voices, seeds().mentions):
        assert isinstance(table, Result)
        assert len(table.evidence(table.iloc[7])) == 1


def test_entries_limited_to_a_part_of_speech_take_the_kept_tags() -> None:
    from framing.lexicon import Category, Entry, Lexicon

    verbs = Lexicon("made", (Entry("forces", "c", pos="verb"), Entry("free", "c", pos="noun")), (Category("c"),))
    assert hits(seeds(), verbs).empty
    assert hits(seeds().voices, verbs).empty
    assert not hits(pd.DataFrame(seeds().voices), verbs, corpus=seeds().corpus).empty


def test_pictures_are_drawn_of_an_analysis() -> None:
    drawn = pictures.balance_shares(seeds(), by="side")
    pd.testing.assert_frame_equal(drawn.table, pictures.balance_shares(seeds().table, by="side").table)
    with pytest.raises(ComparisonError, match="A heat map takes a table of statements, and this is one of voices"):
        pictures.heat_map(seeds().voices, by="side", across="outlet")

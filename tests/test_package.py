"""What ``import framing`` promises."""

from __future__ import annotations

import framing

NAMES = [
    "Analysis",
    "Article",
    "Contrast",
    "Corpus",
    "FramingError",
    "Passage",
    "Problem",
    "Project",
    "Speaker",
    "Statement",
    "Statements",
    "__version__",
    "access",
    "act_words",
    "actors",
    "agency",
    "analyze",
    "apply_corrections",
    "balance",
    "clauses",
    "contrast",
    "cue_stances",
    "difference",
    "diversity",
    "doubts",
    "echo",
    "extract",
    "harm",
    "hits",
    "indexing",
    "iter_statements",
    "lexicon_scores",
    "load",
    "match_events",
    "mentions",
    "naming",
    "near_copies",
    "parse",
    "pictures",
    "portray",
    "portrayal",
    "prominence",
    "read",
    "read_checked",
    "read_corrections",
    "read_lexicon",
    "read_project",
    "read_statements",
    "shared_statements",
    "shipped_lexicons",
    "silence",
    "stance",
    "standing",
    "tone",
    "treatment",
    "voices",
    "write_report",
]
"""Add a name here when it is meant to be used by everybody; take one out only with a line in CHANGELOG.md."""


def test_names_are_those_listed() -> None:
    assert framing.__all__ == NAMES


def test_names_are_flat_sorted_and_there() -> None:
    assert sorted(set(framing.__all__)) == framing.__all__
    assert dir(framing) == framing.__all__
    for name in framing.__all__:
        assert name == "__version__" or (name.isidentifier() and not name.startswith("_"))
        assert getattr(framing, name) is not None

"""A notebook to begin with: the first questions, on articles of one's own, ready to be run and changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.compare import group_articles
from framing.errors import ComparisonError
from framing.statements import Statements
from framing.subject import Tables
from framing.values import Corpus

__all__ = ["starter_notebook"]


def starter_notebook(
    corpus: Corpus,
    paths: Sequence[str],
    *,
    project: Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> str:
    """The notebook as JSON (nbformat 4.5) that reads ``paths`` again; ``corpus`` is what they hold.

    Cells are left out that these articles cannot fill: a comparison where there is nothing to compare.
    """
    given = [repr(list(paths) if len(paths) > 1 else paths[0])]
    given += [f"project={str(project)!r}"] if project else []
    given += [f"columns={dict(columns)!r}"] if columns else []
    cells = [
        _text("# Who speaks, and how", "", "Run the cells from top to bottom, then change them. Every table opens to "
              "the lines behind a row: `table.evidence(0)`."),
        _code("import framing", "", f"a = framing.analyze({', '.join(given)})", "a"),
        _text("## Read", "", "Every article with its voices marked; click a name in the margin."),
        _code("a.view()"),
        _text("## Who speaks"),
        _code('speakers = a.balance(by="speaker")', 'speakers[["speaker", "statements", "words", "word_share"]]'),
        _code("speakers.evidence(0).head() if len(speakers) else None"),
        _code("framing.pictures.speaker_words(speakers) if len(speakers) else None"),
        *_compared(corpus),
        _text("## Whose words they are", "", "`own` is the outlet’s own voice; `quoted` stands in quotation marks; "
              "`paraphrase` is somebody’s claim in the outlet’s words."),
        _code('a.voices.groupby("voice")["words"].sum()'),
        _text("## Who is talked about and never heard"),
        _code('silent = a.silence()', 'silent[~silent["heard"]].head(10)'),
        _text("## Words of a list, by voice"),
        _code("framing.shipped_lexicons()"),
        _code('a.lexicon("group_labels", by="voice")'),
        _text("## All of it as a report, and saved for next time"),
        _code('a.save("analysis.framing")  # framing.load("analysis.framing") has it again, without the model',
              '# a.report("report")  # writes report/report.html'),
    ]  # fmt: skip
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number}"
    made = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _compared(corpus: Corpus) -> list[dict[str, Any]]:
    """How groups differ, if these articles make groups."""
    try:
        groups = group_articles(Tables(Statements((), corpus)))
    except ComparisonError:
        return []
    if len(groups.names) < 2:
        return []
    return [
        _text("## How they differ", "", "What differs most stands first; what is tested says so."),
        _code(f"compared = a.compare(by={groups.by!r})", "compared"),
    ]


def _text(*lines: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": "\n".join(lines)}


def _code(*lines: str) -> dict[str, Any]:
    source = "\n".join(lines)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}

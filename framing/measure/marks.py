"""What an outlet does with marks: words that it sets apart with them, and what it inserts into the words of others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.results import Result, evidence_table, result
from framing.statements import Statements
from framing.structure import parse
from framing.subject import Subject, Tables, known_statements, statements_of, voices_and_corpus
from framing.tables import require_columns
from framing.values import Corpus, Statement, Voice
from framing.whose import insertions_of

__all__ = ["insertions", "scare_quotes"]

_SCRAP = 3
"""Words in quotation marks, at most, that a retold statement is said to keep as a scrap."""


def scare_quotes(subject: Subject, *, corpus: Corpus | None = None, width: int = 50) -> pd.DataFrame:
    """Words that the outlet sets in quotation marks: in its own prose, or as a scrap of a retold statement.

    Lines as those of all evidence (:func:`framing.results.evidence_table`), in reading order: ``start`` and ``end`` are
    of what is between the marks. ``voice`` is "scare" for words of the outlet that are nobody's statement
    (:mod:`framing.whose`), "paraphrase" for up to three words in marks within somebody's retold statement, with its
    ``speaker``. Marks may keep a distance from a word, quote it or mark a term: a reader has to judge which.
    """
    voices, corpus = voices_and_corpus(subject, corpus, purpose="scare_quotes")
    require_columns(voices, ["article_id", "field", "start", "end", "voice"], purpose="scare_quotes")
    columns = ["article_id", "field", "start", "end", "voice", "speaker"]
    rows = []
    for key, part in voices.groupby(["article_id", "field"], sort=False):
        article, field = (str(k) for k in key)
        text = corpus[article].field_text(field)
        runs = part.sort_values("start", kind="stable")
        starts, ends, kinds = runs["start"].to_numpy(), runs["end"].to_numpy(), runs["voice"].tolist()
        speakers = runs["speaker"].tolist() if "speaker" in runs.columns else [None] * len(runs)
        for start, end in (span for quotation in parse(text).quotations for span in quotation.inner):
            at = int(np.searchsorted(starts, start, side="right")) - 1
            if at < 0 or start >= ends[at]:
                continue
            if kinds[at] == Voice.SCARE.value:
                rows.append((article, field, start, end, Voice.SCARE.value, None))
            elif kinds[at] == Voice.QUOTED.value and len(text[start:end].split()) <= _SCRAP and _within(runs, at):
                rows.append((article, field, start, end, Voice.PARAPHRASE.value, speakers[at]))
    return evidence_table(pd.DataFrame(rows, columns=columns), corpus=corpus, width=width)


def _within(runs: pd.DataFrame, at: int) -> bool:
    """Whether a quoted run is a scrap of a statement that is otherwise retold, in the same sentence."""
    if not {"statement_id", "sentence"} <= set(runs.columns):
        return False
    row = runs.iloc[at]
    same = runs["statement_id"].eq(row["statement_id"]) & runs["sentence"].eq(row["sentence"])
    return bool(runs.loc[same, "voice"].eq(Voice.PARAPHRASE.value).any())


def insertions(subject: Tables | Statements) -> Result:
    """What stands in square brackets inside quotations, one row each, in reading order: "he [Berg] must go".

    The brackets are the outlet's: they name who is meant, leave words out ("[…]") or mark a slip ("[sic]"), and their
    words are in its own voice (:mod:`framing.whose`). Columns: ``article_id, field, start, end, text`` with the
    brackets, ``words``, how many words are in them, and ``statement_id``, ``speaker_id``, ``speaker`` of the
    statement that is quoted around them, missing where none was found. ``insertions(…).evidence(row)`` shows the place.
    """
    statements = known_statements(subject, purpose="insertions")
    corpus = statements.corpus
    by_place: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements.counting:
        by_place.setdefault((statement.article_id, statement.field), []).append(statement)
    rows = []
    for article in corpus.counted:
        for field in ("title", "text"):
            text = article.field_text(field)
            if "[" not in text:
                continue
            document = parse(text, title=field == "title")
            for start, end in insertions_of(document):
                around = _around((start, end), by_place.get((article.id, field), []))
                who = around.attributed_to if around is not None else None
                lo, hi = document.words_in((start, end))
                rows.append((
                    article.id, field, start, end, text[start:end], hi - lo,
                    around.id if around is not None else None, who.id if who else None, who.name if who else None,
                    Voice.OWN.value,
                ))  # fmt: skip
    names = ["article_id", "field", "start", "end", "text", "words", "statement_id", "speaker_id", "speaker", "voice"]
    table = pd.DataFrame(rows, columns=names).astype({"start": "int64", "end": "int64", "words": "int64"})
    return result(
        table, keys=("article_id", "field", "start"), corpus=corpus, statements=statements_of(subject)
    )  # fmt: skip


def _around(span: tuple[int, int], statements: list[Statement]) -> Statement | None:
    """The innermost statement whose content holds a span."""
    holding = [
        (sum(b - a for a, b in s.content.spans), i)
        for i, s in enumerate(statements)
        if any(a <= span[0] and span[1] <= b for a, b in s.content.spans)
    ]
    return statements[min(holding)[1]] if holding else None

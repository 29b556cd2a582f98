"""Word classes of a corpus's words, as the model reads them, for terms that are nouns, or names and adjectives.

    tags = word_classes(statements)
    contrast(voices, ("Ada", "Ben"), analyser=Analyser(classes=frozenset({"noun", "name"})), tags=tags)

The model tags words as it reads an article, and statements keep the tags. Classes are coarse:
:data:`framing.attribute.labels.POS`. Tags of another tagger do as well.
"""

from __future__ import annotations

from pathlib import Path

from framing.attribute.model import Device
from framing.extraction import with_tagging
from framing.lexicon.hits import PosTags
from framing.statements import Statements

__all__ = ["word_classes"]


def word_classes(
    statements: Statements, *, model: str | Path = "full", device: Device = "cpu", threads: int | None = None
) -> PosTags:
    """``(start, end, class)`` of every word by ``(article_id, field)``, of the articles of statements.

    Statements read from a file have none, and the model is run once (:func:`framing.extraction.with_tagging`).
    """
    tagged = with_tagging(statements, model=model, device=device, threads=threads)
    return {place: tagging.tags() for place, tagging in tagged.tagging.items()}

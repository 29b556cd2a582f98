"""Word classes of a corpus's words, as the model reads them, for terms that are nouns, or names and adjectives.

    tags = word_classes(corpus)
    contrast(voices, ("Ada", "Ben"), analyser=Analyser(classes=frozenset({"noun", "name"})), tags=tags)

The model tags words as it reads an article but tags are not kept with statements, so it is run once more, which takes
as long as extracting does. Classes are coarse: :data:`framing.attribute.labels.POS`. Tags of another tagger do as well.
"""

from __future__ import annotations

from pathlib import Path

from framing.attribute.model import Device, load_model
from framing.extraction import annotate
from framing.lexicon.hits import PosTags
from framing.parallel import in_threads
from framing.values import Article, Corpus

__all__ = ["word_classes"]


def word_classes(
    corpus: Corpus, *, model: str | Path = "full", device: Device = "cpu", threads: int | None = None
) -> PosTags:
    """``(start, end, class)`` of every word by ``(article_id, field)``, of the counted articles of a corpus."""
    loaded = load_model(model, device)

    def work(article: Article) -> list[tuple[tuple[str, str], tuple[tuple[int, int, str], ...]]]:
        return [((article.id, field), found.pos) for field, found in annotate(article, loaded).items()]

    return dict(pair for pairs in in_threads(work, corpus.counted, threads=threads) for pair in pairs)

"""From a text to its structure, in the order paragraphs, quotations, blocks, sentences, words."""

from __future__ import annotations

from functools import lru_cache

from framing.structure.blocks import find_blocks, strip_span
from framing.structure.document import Block, BlockKind, Document
from framing.structure.lines import unwrapped
from framing.structure.quotations import find_quotations
from framing.structure.sentences import find_sentences
from framing.words import find_words

__all__ = ["parse"]

_KEPT, _LONGEST = 128, 50_000
"""So many texts are kept parsed, of so many characters at most: one table of an article is asked for after another."""


def parse(text: str, *, title: bool = False) -> Document:
    """The structure of ``text``: blocks, quotations, sentences and words, all as spans into it.

    ``title`` says that the text is a title field: it is one title block whatever it looks like. Any
    string will do; one without a letter has no words, and a blank one no blocks.

    >>> document = parse("HOUSTON — It rains. “Go. Now,” she said.")
    >>> [(str(b.kind), document.text[b.start : b.end]) for b in document.blocks]
    [('dateline', 'HOUSTON —'), ('paragraph', 'It rains. “Go. Now,” she said.')]
    >>> [document.text[s.start : s.end] for s in document.sentences]
    ['HOUSTON —', 'It rains.', '“Go. Now,” she said.']
    """
    return _recent(text, title) if len(text) <= _LONGEST else _parse(text, title)


def _parse(text: str, title: bool) -> Document:
    flat = unwrapped(text)
    quotations = find_quotations(flat)
    if title:
        start, end = strip_span(text, 0, len(text))
        blocks: tuple[Block, ...] = (Block(BlockKind.TITLE, start, end),) if start < end else ()
    else:
        blocks = find_blocks(flat, quotations)
    words = find_words(flat)
    words.flags.writeable = False
    return Document(text, flat, blocks, quotations, find_sentences(flat, blocks, quotations), words)


_recent = lru_cache(maxsize=_KEPT)(_parse)

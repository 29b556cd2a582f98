"""Structure of a text: blocks, quotations, sentences, words; nothing is rewritten."""

from framing.structure.document import Block, BlockKind, Document, Sentence
from framing.structure.lines import unwrapped
from framing.structure.marked import MarkUse, mark_uses
from framing.structure.parse import parse
from framing.structure.quotations import Quotation, find_quotations
from framing.structure.sentences import sentence_starts

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "MarkUse",
    "Quotation",
    "Sentence",
    "find_quotations",
    "mark_uses",
    "parse",
    "sentence_starts",
    "unwrapped",
]

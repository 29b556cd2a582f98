"""The MPQA subjectivity lexicon's format ``.tff``: ``type=… word1=… pos1=… stemmed1=… priorpolarity=…``."""

from __future__ import annotations

from framing.lexicon.draft import Draft
from framing.lexicon.entries import Entry, Lexicon, Match
from framing.lexicon.formats.files import lines

__all__ = ["read_tff"]

_POS = {"adj": "adjective", "anypos": None, "adverb": "adverb", "noun": "noun", "verb": "verb"}


def read_tff(text: str, draft: Draft) -> Lexicon:
    """Read a ``.tff``. Categories are ``polarity/type``, ``negative/strongsubj``; stemmed entries match as lemmas."""
    for line, row in lines(text, draft):
        fields: dict[str, str] = {}
        for part in row.split():
            key, equals, value = part.partition("=")
            if not equals:
                draft.problem(fields.get("word1", row), f"'{part}' is not 'key=value'", line=line, skipped=False)
            fields[key] = value
        term, polarity = fields.get("word1", ""), fields.get("priorpolarity")
        if not term or not polarity:
            draft.problem(row, "needs 'word1=' and 'priorpolarity='", line=line)
            continue
        pos = fields.get("pos1", "anypos")
        if pos not in _POS:
            draft.problem(term, f"unknown part of speech '{pos}'; not limited", line=line, skipped=False)
        category = "/".join(p for p in (polarity, fields.get("type", "")) if p)
        match = Match.LEMMA if fields.get("stemmed1") in ("y", "1") else Match.EXACT
        draft.add(Entry(term, category, pos=_POS.get(pos), match=match), line=line)
    return draft.build(Lexicon("", (), ()))

"""Whether statements that come from a file are what they should be, and of the texts that they are read with."""

from __future__ import annotations

from framing.values import Article, Statement

__all__ = ["checked", "misfit"]


def checked(statement: Statement) -> Statement:
    """The statement, if its values are what the schema says.

    Raises:
        ValueError: if not.

    """
    for name, value in (("article_id", statement.article_id), ("statement_id", statement.id)):
        if not isinstance(value, str):
            raise ValueError(f"{name} is no text: {value!r}")
    if statement.field not in ("text", "title"):
        raise ValueError(f"field is {statement.field!r}, and neither 'text' nor 'title'")
    if statement.confidence is not None and not 0 <= statement.confidence <= 1:
        raise ValueError(f"confidence is {statement.confidence}, and not between 0 and 1")
    names = [s.name for s in statement.speakers] + [s.id for s in statement.speakers]
    if not all(isinstance(n, str) for n in names):
        raise ValueError("a speaker's name or id is no text")
    "".join([statement.article_id, statement.id, *names]).encode()  # half a surrogate pair cannot be written
    return statement


def misfit(statement: Statement, article: Article) -> str | None:
    """What of a statement is not in its article's text where it says, or None."""
    text = article.field_text(statement.field)
    for passage in (statement.content, statement.source, statement.cue, statement.origin, *statement.via):
        if passage is None:
            continue
        inside = all(0 <= a < b <= len(text) for a, b in passage.spans)
        found = " … ".join(text[a:b] for a, b in passage.spans) if inside else ""
        if found != passage.text:
            place = f"{passage.start} to {passage.end}" if passage.spans else "no place"
            told = f"{found[:60]!r} stands there" if inside else f"the {statement.field} has {len(text)} characters"
            return f"{passage.text[:60]!r} is not at {place} of article {article.id!r}: {told}"
    return None

"""The report as Markdown, for reading as it is and in any viewer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from framing.report.blocks import Block, Chart, Items, Prose, Section, Table, Warnings, cell, is_numeric
from framing.report.values import Finding, Quote
from framing.wording import amount, heading, number, shorten

__all__ = ["escape", "markdown", "table"]

_SPECIAL = re.compile(r"[\\`*<>\[\]|~]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|!(?=\[)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|\d+(?=[.)]\s)|=+$|-+$)")


def escape(text: str) -> str:
    r"""Text on one line in which Markdown sees nothing but text.

    >>> escape("[The Liberation of] *Raqqa* | <b>")
    '\\[The Liberation of\\] \\*Raqqa\\* \\| \\<b\\>'
    >>> escape("1. May"), escape("snake_case")
    ('1\\. May', 'snake_case')
    """
    flat = _SPECIAL.sub(lambda m: "\\" + m.group(), " ".join(text.split()))
    return _LINE_START.sub(_shield, flat)


def _shield(match: re.Match[str]) -> str:
    mark = match.group(2)
    return match.group(1) + (mark + "\\" if mark.isdigit() else "\\" + mark)


def table(frame: pd.DataFrame) -> str:
    r"""A table in Markdown: numbers flush right, cells escaped, missing values empty. No line break at the end.

    >>> print(table(pd.DataFrame({"who": ["a|b", None], "words": [1200, 3]})))
    | who | words |
    | --- | ---: |
    | a\|b | 1,200 |
    |  | 3 |
    """
    columns = [escape(heading(c)) for c in frame.columns]
    if not columns:
        return ""
    rule = ["---:" if is_numeric(frame, i) else "---" for i in range(len(columns))]
    rows = [[escape(cell(v)) for v in row] for row in frame.itertuples(index=False, name=None)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [columns, rule, *rows])


def markdown(title: str, sections: Sequence[Section]) -> str:
    """The whole report. Charts are linked as ``charts/NAME.svg``, tables as ``tables/NAME.csv``."""
    parts = [f"# {escape(title)}"]
    for section in sections:
        parts.append(f"## {escape(section.title)}")
        parts += [_block(b) for b in section.blocks]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Prose(text):
            return escape(text)
        case Warnings(texts):
            return "\n>\n".join(f"> **Note.** {escape(t)}" for t in texts)
        case Items(findings):
            return ("\n\n" if any(f.quotes for f in findings) else "\n").join(_finding(f) for f in findings)
        case Chart(name, picture, source):
            shown = f"![{escape(picture.alt)}](charts/{name}.svg)"
            return f"**{escape(picture.title)}**\n\n{shown}\n\n[Data](tables/{source})"
        case Table():
            return _table(block)


def _finding(finding: Finding) -> str:
    return "\n".join([f"- {escape(finding.sentence)}", *(_quote(q) for q in finding.quotes[:1])])


def _quote(quote: Quote) -> str:
    return f"\n  > {escape(shorten(quote.text, limit=240))}<br>\n  > — {escape(attribution(quote))}"


def attribution(quote: Quote) -> str:
    """Who said it, with which verb, and where it stands."""
    who = quote.who or "no source stated"
    verb = f" (“{' '.join(quote.cue.split())}”)" if quote.cue else ""
    return f"{who}{verb}, {quote.reference}, characters {number(quote.start)}–{number(quote.end)}"


def _table(block: Table) -> str:
    more = f"{amount(block.omitted, 'more row')} in " if block.omitted else "Also as "
    file = f"{more}[tables/{block.source}](tables/{block.source})." if block.source else ""
    below = " ".join(filter(None, [escape(block.note), file]))
    parts = [f"**{escape(block.title)}**"] if block.title else []
    shown = table(block.frame)
    if block.first and block.first < len(block.frame):
        rest = len(block.frame) - block.first
        head = f"<details><summary>{amount(rest, 'more row')}</summary>\n\n"
        shown = f"{table(block.frame.head(block.first))}\n\n{head}{table(block.frame.tail(rest))}\n\n</details>"
    return "\n\n".join([*parts, shown, *([below] if below else [])])

"""One spelling for what is said about articles: names of outlets, and titles that the text begins with again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from framing.read.record import Item, Tally
from framing.values import Problem

__all__ = ["OTHER_NAMES", "after_title", "outlet_key", "outlet_name", "settled"]

OTHER_NAMES = {
    "huffington post": "HuffPost",
    "huffingtonpost": "HuffPost",
    "huffpost": "HuffPost",
    "huffpo": "HuffPost",
    "huffingtonpost.com": "HuffPost",
    "huffpost.com": "HuffPost",
}
"""Names of one outlet that no rule of spelling makes one (docs/formats.md)."""

_HOST = re.compile(r"(?:https?:)?//(?:[^/@\s]*@)?(?P<host>[^/:?#\s]+)|(?P<bare>www\.[^/:?#\s]+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_SHOWN = 20


def outlet_name(raw: str) -> str:
    """An outlet's name; of an address, the host without "www.".

    >>> outlet_name("https://www.norden-herald.example/news/1"), outlet_name(" Boston  Herald ")
    ('norden-herald.example', 'Boston Herald')
    """
    match = _HOST.match(raw.strip())
    name = (match["host"] or match["bare"]).casefold().removeprefix("www.") if match else " ".join(raw.split())
    return OTHER_NAMES.get(outlet_key(name), name)


def outlet_key(name: str) -> str:
    """What two spellings of an outlet's name have in common: letter case, spaces and the article aside.

    >>> outlet_key("The Boston Herald") == outlet_key("Boston Herald, The") == outlet_key("BOSTON HERALD")
    True
    """
    plain = " ".join(name.casefold().replace("’", "'").split())
    return plain.removeprefix("the ").removesuffix(", the").strip() or plain


def settled(items: Iterable[Item]) -> Iterator[Item]:
    """The records with outlets in one spelling, the first that is met, and without a title as first line of the text.

    Both are said: an outlet once for each spelling, the titles once in all, at the end.
    """
    first: dict[str, str] = {}
    told: dict[str, str] = {}
    tally = Tally("articles")
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        record = item
        raw = record.given.get("outlet", "").strip()
        if raw:
            name = outlet_name(raw)
            name = first.setdefault(outlet_key(name), name)
            if name != " ".join(raw.split()):
                told.setdefault(raw, name)
            if name != record.given["outlet"]:
                record = replace(record, given={**record.given, "outlet": name})
        start = after_title(record.text, record.given.get("title", ""))
        if start:
            tally.add("its title is also the first line of the text; it counts once, as title", record.item)
            record = replace(record, text=record.text[start:])
        yield record
    for raw, name in list(told.items())[:_SHOWN]:
        yield Problem("outlets", f"{raw!r} is counted as {name!r}", skipped=False)
    if len(told) > _SHOWN:
        yield Problem("outlets", f"{len(told) - _SHOWN:,} more spellings are counted as one, like these", skipped=False)
    yield from tally.problems()


def after_title(text: str, title: str) -> int:
    r"""Where the text goes on after a first line that is the title again; 0 where it does not begin with it.

    >>> text = "Bridge falls in flood\n\nNorden woke on Monday."
    >>> text[after_title(text, "Bridge Falls In Flood ") :]
    'Norden woke on Monday.'
    """
    wanted = _WORD.findall(title.casefold())
    begin = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    end = text.find("\n", begin)
    if not wanted or end < 0 or _WORD.findall(text[begin:end].lstrip("#").casefold()) != wanted:
        return 0
    rest = text[end:]
    start = end + len(rest) - len(rest.lstrip())
    return start if _WORD.search(text, start) else 0

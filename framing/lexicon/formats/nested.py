"""Formats that nest categories: quanteda YAML, Lexicoder, Yoshikoder, WordStat.

A category's name is the path to it: ``affect/negative``.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import yaml

from framing.lexicon.draft import Draft, number
from framing.lexicon.entries import Entry, Lexicon
from framing.lexicon.formats.files import lines
from framing.lexicon.formats.yaml_nodes import scalar

__all__ = ["read_lexicoder", "read_quanteda", "read_wordstat", "read_yoshikoder"]

_WORDSTAT = re.compile(r"(?P<indent>\t*)(?P<name>.*?)(?:\s*\((?P<weight>-?[\d.]+)\))?")


def read_quanteda(root: yaml.Node, draft: Draft) -> Lexicon:
    """Read a quanteda dictionary in YAML: keys hold lists of values, or further keys."""
    if not isinstance(root, yaml.MappingNode):
        raise draft.fail("expected 'category: [terms]', the YAML of quanteda, or the package's own format")
    _quanteda(root, (), draft)
    return draft.build(Lexicon("", (), ()))


def _quanteda(node: yaml.Node, path: tuple[str, ...], draft: Draft) -> None:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = scalar(key, draft)
            if name in seen:
                draft.problem(
                    name, "the key stands here twice; both are read into one category", skipped=False,
                    line=key.start_mark.line + 1,
                )  # fmt: skip
            seen.add(name)
            _quanteda(value, (*path, name), draft)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _quanteda(item, path, draft)
    elif path and node.value:
        draft.add(Entry(str(node.value), "/".join(path)), line=line)
    elif path:
        draft.problem("/".join(path), "an empty value", line=line)


def read_lexicoder(text: str, draft: Draft) -> Lexicon:
    """Read a Lexicoder 3 dictionary: a line ``+category``, then a term a line."""
    category = ""
    for line, row in lines(text, draft):
        term = row.strip()
        if term.startswith("+"):
            category = term[1:].strip()
            draft.category(category)
        elif not category:
            draft.problem(term, "stands before the first '+category'", line=line)
        else:
            draft.add(Entry(term, category), line=line)
    return draft.build(Lexicon("", (), ()))


def read_yoshikoder(text: str, draft: Draft) -> Lexicon:
    """Read a Yoshikoder dictionary: XML with ``cnode`` (categories) and ``pnode`` (patterns).

    Raises a :class:`~framing.errors.LexiconError`: not XML, or with a DTD, whose entities can make a
    small file a huge one.
    """
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise draft.fail("an XML dictionary with a DTD is not read; remove the '<!DOCTYPE …>'")
    try:
        root = ET.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - no DTD, so no entities
    except ET.ParseError as error:
        raise draft.fail(f"not readable as XML: {error.msg}", line=error.position[0]) from None
    if root.tag != "dictionary":
        raise draft.fail(f"expected <dictionary>, found <{root.tag}>", line=1)
    _yoshikoder(root, (), draft)
    return draft.build(Lexicon("", (), ()))


def _yoshikoder(node: ET.Element, path: tuple[str, ...], draft: Draft) -> None:
    for child in node:
        name = child.get("name", "")
        if child.tag == "cnode":
            inner = (*path, name)
            draft.category("/".join(inner), child.get("desc", ""))
            _yoshikoder(child, inner, draft)
        elif child.tag == "pnode":
            weight = number(child.get("score", "") or "")
            draft.add(Entry(name, "/".join(path), weight))
        else:
            draft.problem(name, f"<{child.tag}> is not known here")


def read_wordstat(text: str, draft: Draft) -> Lexicon:
    """Read a WordStat ``.cat``: tabs nest, a category is a name alone, a term has a weight in brackets.

    ``_`` joins the words of a term. Rules (``@…``) are not read.
    """
    open_: list[tuple[int, str]] = []
    for line, row in lines(text, draft):
        match = _WORDSTAT.fullmatch(row)
        if match is None:  # the pattern takes any line; this is for the type checker
            continue
        depth, name = len(match["indent"]), match["name"].strip()
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        path = "/".join(n for _, n in open_)
        if name.startswith("@"):
            draft.problem(name, "WordStat rules are not read", line=line)
        elif match["weight"] is None:
            open_.append((depth, name))
            draft.category("/".join(n for _, n in open_))
        elif not path:
            draft.problem(name, "stands before the first category", line=line)
        else:
            weight = number(match["weight"])
            draft.add(Entry(name.replace("_", " "), path, None if weight == 1 else weight), line=line)
    return draft.build(Lexicon("", (), ()))

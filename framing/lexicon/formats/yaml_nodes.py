"""Read YAML as a tree of nodes with line numbers: all scalars are text, aliases and big files are refused.

Text, because YAML would turn the entries ``no``, ``on`` and ``1984`` into other types; nodes, because
a plain loader keeps the last of two equal keys and forgets the first.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from framing.lexicon.draft import Draft

__all__ = ["items", "parse_yaml", "scalar", "sequence"]

_DEEPEST = 32

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def parse_yaml(text: str, draft: Draft) -> yaml.Node:
    """The root node of a YAML text.

    Raises a :class:`~framing.errors.LexiconError`: not YAML, empty, or with
    aliases, by which a small file can describe a huge one.
    """
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else None
            if isinstance(event, yaml.AliasEvent):
                raise draft.fail(
                    "YAML aliases (*name) are not read; write the entries out, and quote entries that begin with '*'",
                    line=line,
                )
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise draft.fail(f"nested more than {_DEEPEST} levels deep", line=line)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        raise draft.fail(f"not readable as YAML: {what}", line=mark.line + 1 if mark else None) from None
    if root is None:
        raise draft.fail("the file is empty")
    return root


def items(node: yaml.Node, draft: Draft) -> Iterator[tuple[str, yaml.Node]]:
    """Keys and values of a mapping, in order.

    Raises a :class:`~framing.errors.LexiconError`: not a mapping, or one with the same key twice.
    """
    if not isinstance(node, yaml.MappingNode):
        raise draft.fail("expected 'key: value' pairs here", line=node.start_mark.line + 1)
    seen: set[str] = set()
    for key, value in node.value:
        name = scalar(key, draft)
        if name in seen:
            raise draft.fail(f"the key '{name}' stands here twice", line=key.start_mark.line + 1)
        seen.add(name)
        yield name, value


def sequence(node: yaml.Node, draft: Draft) -> list[yaml.Node]:
    """The items of a sequence; a single scalar is a sequence of one, an empty value of none."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.ScalarNode):
        return [node] if node.value else []
    raise draft.fail("expected a list here", line=node.start_mark.line + 1)


def scalar(node: yaml.Node, draft: Draft) -> str:
    """The text of a scalar."""
    if not isinstance(node, yaml.ScalarNode):
        raise draft.fail("expected a plain value here, not a list or a mapping", line=node.start_mark.line + 1)
    return str(node.value)

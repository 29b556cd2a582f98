"""Validity notes: what `framing validate` found, as a file that a report prints beside the lexicon's numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.lexicon.coding import Origin, corpus_hash, lexicon_hash
from framing.lexicon.entries import Lexicon
from framing.lexicon.validation import NOT_VALIDATED, Estimate, Validity
from framing.values import Corpus

__all__ = ["Standing", "ValidityNote", "note_json", "read_note", "standing"]

_KIND = "framing validity note"


@dataclass(frozen=True, slots=True)
class ValidityNote:
    """A category's validity, and the lexicon and corpus that it holds for."""

    origin: Origin
    validity: Validity


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a category's numbers are validated on a corpus, and the words to print beside them."""

    lexicon: str
    category: str
    validated: bool
    text: str


def note_json(note: ValidityNote) -> str:
    """A note as JSON; values that are not defined are null."""
    made = {"kind": _KIND, **asdict(note.origin), **_defined(note.validity.to_dict()), "text": note.validity.note()}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _defined(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _defined(v) for k, v in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value


def read_note(path: str | Path) -> ValidityNote:
    """Read a note that `framing validate` wrote.

    Raises an :class:`~framing.errors.InputError`: missing, damaged, or something else.
    """
    try:
        found = json.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}).") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not a validity note; `framing validate SHEET --out note.json` writes one.") from None
    if not isinstance(found, dict) or found.get("kind") != _KIND:
        raise InputError(f"{path}: not a validity note; `framing validate SHEET --out note.json` writes one.")
    try:
        origin = Origin(**{f.name: _text(found[f.name]) for f in fields(Origin)})
        values: dict[str, Any] = {f.name: _READ[str(f.type)](found[f.name]) for f in fields(Validity)}
        return ValidityNote(origin, Validity(**values))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: a damaged validity note ({error}); write it anew with `framing validate`.") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _estimate(value: Mapping[str, float | None]) -> Estimate:
    limits = [value[name] for name in ("value", "low", "high")]
    return Estimate(*(math.nan if v is None else float(v) for v in limits))


_READ: Mapping[str, Callable[[Any], object]] = {"str": _text, "int": _number, "Estimate": _estimate}
"""How the fields of a :class:`~framing.lexicon.validation.Validity` are read, by their annotation."""


def standing(lexicons: Sequence[Lexicon], corpus: Corpus, notes: Sequence[ValidityNote]) -> tuple[Standing, ...]:
    """For each category of ``lexicons``, whether one of ``notes`` validates it on ``corpus``.

    A note made on other articles, or before the category changed, does not; the text says so.

    Raises an :class:`~framing.errors.InputError`: a note on a category that none of the lexicons has, or
    two notes on one.
    """
    by_category: dict[tuple[str, str], ValidityNote] = {}
    known = [(x.name, c) for x in lexicons for c in x.category_names]
    for note in notes:
        pair = (note.origin.lexicon, note.origin.category)
        if pair not in known:
            raise InputError(
                f"a validity note is on category '{pair[1]}' of lexicon '{pair[0]}', which is not counted here; "
                f"lexicons counted are {', '.join(x.name for x in lexicons)}."
            )
        if pair in by_category:
            raise InputError(f"two validity notes are on category '{pair[1]}' of lexicon '{pair[0]}'; give one.")
        by_category[pair] = note
    here = corpus_hash(corpus) if notes else ""
    found = []
    for lexicon in lexicons:
        for category in lexicon.category_names:
            mine = by_category.get((lexicon.name, category))
            text, validated = NOT_VALIDATED, False
            if mine and mine.origin.corpus_sha256 != here:
                text = f"{NOT_VALIDATED}; on other articles: {mine.validity.note()}"
            elif mine and mine.origin.lexicon_sha256 != lexicon_hash(lexicon, category):
                text = f"{NOT_VALIDATED}: its entries have changed since people coded"
            elif mine:
                text, validated = mine.validity.note(), True
            found.append(Standing(lexicon.name, category, validated, text))
    return tuple(found)

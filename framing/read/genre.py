"""Whether a text is of another kind than the news that who-said-what was learnt from.

Articles of news report what others say; mail, forums, interviews without turn labels, speeches, guides, verse and lists
do not, or say it without the signs that news has. The model finds statements in them all the same, and of those it is
less often right (``training/README.md``), so a reader should know.

The score is a logistic regression on PolNeAR's articles against GUM's other genres and EWT's blogs, mail and
newsgroups, its threshold such that at most one article of PolNeAR and BASIL in a hundred is taken for something else
(``benchmarks/unlike_news.py`` prints what it says of each corpus).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["WORD", "unlike_news"]

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
"""Words of letters, for telling texts apart; :mod:`framing.words`, which counts them, takes NumPy to load."""

_QUOTED = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|''[^\n]*?''", re.M)
_RUN = re.compile(r"\w+")
_FIRST = frozenset(("I", "My", "my", "me", "myself", "We", "we", "Our", "our", "us"))
_SECOND = frozenset(("you", "your"))
_SAYS = frozenset(("said", "says", "told", "wrote", "asked", "added", "announced", "reported", "argued", "claimed"))
_ACCORDING = re.compile(r"according(?<!\waccording) to\b")
_ENDS = re.compile(r"[.!?:”\"]$")
_HEADER = re.compile(r"(?:From|To|Sent|Subject|Cc|Date|Re|Fwd?)\s?:|>")
_ADDRESS = re.compile(r"\b[\w.-]+@[\w-]+\.\w")
_CHAT = frozenset(("lol", "btw", "imo", "imho", "thx"))
_SMILES = re.compile(r"[!?:;](?:(?<=[!?])[!?]+|(?<=[:;])-?\))")
_LABEL = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z(][\w.’'-]*\)?){0,4}:\s|[-–—]\s")
_COMMON = frozenset(("the", "and", "of", "to", "that", "with", "from", "in", "a", "is", "for", "on"))

_ENOUGH_WORDS = 60
_HEAD = 40_000
_THRESHOLD = 0.6
_LEAST_COMMON = 0.125
"""Function words a word of English prose: news has 0.15 to 0.3."""
_QUESTIONS, _QUESTION_SHARE = 4, 0.2


def unlike_news(text: str) -> str | None:
    """What a text reads like where that is not news ("an interview without turn labels"), or None.

    Less than 60 words are not judged.

    >>> unlike_news("The council met on Monday.") is None
    True
    """
    text = text[:_HEAD]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    words = WORD.findall(text)
    if len(words) < _ENOUGH_WORDS:
        return None
    if _questions(lines):
        return "an interview without turn labels"
    if _uses(map(str.lower, words), _COMMON) < _LEAST_COMMON * len(words):
        return "names, figures or another language more than English prose"
    found = _evidence(text, lines, len(words))
    if _CONSTANT + sum(value for _, value in found) < _THRESHOLD:
        return None
    return max(found, key=lambda kind: kind[1])[0]


def _uses(words: Iterable[str], wanted: frozenset[str]) -> int:
    """How often these words stand among some."""
    return len([word for word in words if word in wanted])


def _questions(lines: list[str]) -> bool:
    """Whether paragraphs are questions more often than in news, and nobody's turn is named."""
    paragraphs = [line for line in lines if " " in line]
    asked = [line for line in paragraphs if line.rstrip('"”’ ').endswith("?")]
    if len(asked) < _QUESTIONS or len(asked) < _QUESTION_SHARE * len(paragraphs):
        return False
    return sum(bool(_LABEL.match(line)) for line in paragraphs) < len(asked) / 2


_CONSTANT = -2.06
_MAIL = "mail, a chat, a forum or a paper with addresses"
_PERSONAL = "a text told in the first person or to its reader (a letter, a speech, a guide)"
_LISTED = "a list, a table or verse"
_NOBODY = "a text in which hardly anybody is said to say something"


def _evidence(text: str, lines: list[str], words: int) -> list[tuple[str, float]]:
    """What speaks for each kind of text other than news, as parts of the score."""
    outside = _QUOTED.sub(" ", text)
    rest = max(1, len(WORD.findall(outside)))
    share = 1 / max(1, len(lines))
    apart, low = _RUN.findall(outside), text.lower()
    every = _RUN.findall(low)
    first = min(1000 * _uses(apart, _FIRST) / rest, 80)
    second = min(1000 * _uses(map(str.lower, apart), _SECOND) / rest, 60)
    reporting = min(1000 * (_uses(every, _SAYS) + len(_ACCORDING.findall(low))) / words, 25)
    short = min(share * sum(len(line.split()) <= 6 and not _ENDS.search(line) for line in lines), 0.6)
    headers = sum(bool(_HEADER.match(line)) for line in lines)
    headers += len(_ADDRESS.findall(text)) if "@" in text else 0
    chat = min(1000 * (_uses(every, _CHAT) + len(_SMILES.findall(text))) / words, 10)
    news = -0.77 * reporting**0.5 - 1.78 * min(1 - rest / words, 0.5)
    return [
        (_MAIL, 1.67 * min(headers, 4) + 0.77 * chat**0.5),
        (_PERSONAL, 0.26 * first**0.5 + 0.27 * second**0.5),
        (_LISTED, 4.39 * short),
        (_NOBODY, 1.0 + news),  # as much as in a text in which nobody says anything and nothing is quoted
    ]

"""The inflected forms of a lemma, for matching a lexicon of lemmas without a tagger.

Regular English spelling rules and a table of irregular verbs. A word is inflected as a verb and as a
noun at once: forms that do not exist ("allegationed") match nothing and do no harm, so that the part
of speech need not be known.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["inflections"]

_IRREGULAR_TABLE = """
be am is are was were been being 's 're 'm; bear bore borne; become became; begin began begun; bid bade; blow blew
blown; break broke broken; bring brought; build built; buy bought; catch caught; choose chose chosen; come came;
deal dealt; do did done does; draw drew drawn; dream dreamt; drive drove driven; eye eyeing; fall fell fallen; feel
felt; fight fought; find found; fly flew flown; forbid forbade forbidden; foresee foresaw foreseen; foretell
foretold; forget forgot forgotten; forgo forwent forgone; get got gotten; give gave given; go went gone; grow grew
grown; have had has having 've; hear heard; hide hid hidden; hold held; keep kept; know knew known; lay laid; lead
led; leave left; lie lied lying; light lit; lose lost; make made; mean meant; meet met; mislead misled;
misunderstand misunderstood; pay paid; plead pled; relay relayed; retell retold; ride rode ridden; rise rose risen;
run ran; say said says; see saw seen; seek sought; sell sold; send sent; shake shook shaken; shoot shot; show shown;
sing sang sung; sink sank sunk; speak spoke spoken; spend spent; spin spun; stand stood; steal stole stolen; stick
stuck; strike struck stricken; strive strove striven; swear swore sworn; take took taken; teach taught; tear tore
torn; tell told; think thought; throw threw thrown; undergo underwent undergone; understand understood; undertake
undertook undertaken; uphold upheld; weep wept; win won; withdraw withdrew withdrawn; withhold withheld; write wrote
written
"""
_IRREGULAR: dict[str, tuple[str, ...]] = {
    words[0]: tuple(words[1:]) for words in (group.split() for group in _IRREGULAR_TABLE.split(";")) if words
}
_PLURAL: dict[str, tuple[str, ...]] = {"hypothesis": ("hypotheses",), "thesis": ("theses",), "analysis": ("analyses",)}
_UNINFLECTED_WORDS = """
a about against an as at away by down for forward from how if in into it not of off on one oneself onto or
out over per that the to toward towards up upon via what whether why with without
"""
_UNINFLECTED = frozenset(_UNINFLECTED_WORDS.split())
_DOUBLING = re.compile(r"[^aeiou](?:u?[aeiou])[bdfgklmnprtvz]$")


@lru_cache(maxsize=4096)
def inflections(lemma: str) -> tuple[str, ...]:
    """The forms of one lower-case word, the lemma first.

    Particles, prepositions and adverbs in -ly stay as they are; "-ise" and "-ize" are one spelling.

    >>> inflections("deny")
    ('deny', 'denies', 'denied', 'denying')
    >>> inflections("say")
    ('say', 'says', 'sayed', 'saying', 'said')
    >>> inflections("reportedly")
    ('reportedly',)
    """
    if lemma in _UNINFLECTED or (lemma.endswith("ly") and lemma not in ("rely", "imply", "reply", "apply", "rally")):
        return (lemma,)
    if not lemma.isalpha():
        head, _, last = lemma.rpartition("-")
        return tuple(f"{head}-{form}" for form in inflections(last)) if head and last.isalpha() else (lemma,)
    forms = _regular(lemma)
    if lemma.endswith(("ise", "ize")):
        forms += _regular(lemma[:-2] + ("ze" if lemma.endswith("ise") else "se"))
    forms += list(_IRREGULAR.get(lemma, ())) + list(_PLURAL.get(lemma, ()))
    return tuple(dict.fromkeys(forms))


def _regular(word: str) -> list[str]:
    if len(word) > 2 and word.endswith("y") and word[-2] not in "aeiou":
        return [word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    if word.endswith("e"):
        return [word, word + "s", word + "d", word + "ing" if word.endswith("ee") else word[:-1] + "ing"]
    sibilant = word.endswith(("s", "x", "z", "ch", "sh", "o")) and not word.endswith("oo")
    forms = [word, word + ("es" if sibilant else "s"), word + "ed", word + "ing"]
    if _DOUBLING.search(word):
        # Whether "admit" doubles and "limit" does not is a matter of stress; the wrong one matches nothing.
        forms += [word + word[-1] + "ed", word + word[-1] + "ing"]
    return forms

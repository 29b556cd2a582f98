"""English function words: the closed classes, which carry grammar rather than content.

They are hidden in displays of terms, never taken out of the counts. The list is the project's own, by
class, so that no content word slips in (scikit-learn's list hides "serious", "system", "fire" and "bill").
"""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS", "is_function_phrase"]

_CLASSES = {
    "articles and determiners": """a an the this that these those each every either neither some any no all both
        half such what which whose another other others much many more most few fewer less least several enough""",
    "pronouns": """i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself
        she her hers herself it its itself they them their theirs themselves one ones oneself who whom whoever
        whomever whatever whichever someone somebody something anyone anybody anything everyone everybody everything
        no-one nobody nothing none each-other there here""",
    "prepositions": """about above across after against along alongside amid amidst among amongst around as at atop
        before behind below beneath beside besides between beyond by concerning despite down during except following
        for from in inside into like near next of off on onto opposite out outside over past per regarding round
        since than through throughout till to toward towards under underneath unlike until up upon versus via with
        within without""",
    "conjunctions": """and but or nor so yet for because although though while whereas if unless whether once
        lest that when whenever where wherever why how however therefore thus hence moreover nevertheless""",
    "auxiliaries": """be am is are was were been being have has had having do does did doing done will would shall
        should can could may might must ought need dare used cannot""",
    "contractions": """i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd he'll he'd she'll she'd
        it'll it'd they're they've they'll they'd that'll that'd there'll there'd who'll who'd who've isn't aren't
        wasn't weren't haven't hasn't hadn't don't doesn't didn't won't wouldn't shan't shouldn't can't couldn't
        mayn't mightn't mustn't oughtn't needn't ain't""",
    "particles and adverbs of degree": """not n't too very also just only even still again ever never always then
        now almost quite rather really already else away back instead""",
}

FUNCTION_WORDS: frozenset[str] = frozenset(w for words in _CLASSES.values() for w in words.split())


def is_function_phrase(term: str) -> bool:
    """Whether every word of a term is a function word.

    >>> is_function_phrase("of the"), is_function_phrase("of the city"), is_function_phrase("US")
    (True, False, False)
    """
    return all(word in FUNCTION_WORDS for word in term.split(" "))

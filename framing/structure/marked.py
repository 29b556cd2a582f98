"""What the quotation marks around a few words are for, by the marks and the words beside them.

A writer sets words in marks to quote somebody, to keep a distance from a word (*scare quotes*: Predelli 2003), to give
the title of a work or a name, or to speak of the word itself (metalinguistic use: Cappelen and Lepore 1997). Who said
something is not known here: :mod:`framing.whose` asks only of words that are nobody's statement.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum

from framing.function_words import FUNCTION_WORDS
from framing.structure.quotations import Quotation
from framing.words import find_words

__all__ = ["MarkUse", "mark_uses"]


class MarkUse(StrEnum):
    """What marks are for.

    ``SCARE``: words held at a distance, the writer's or a current term. ``NAME``: the title of a work, a nickname, the
    name of an operation, a body, a ship. ``WORD``: a word, letter or label spoken of, not used. ``TRANSLATION``: what a
    foreign word means. ``QUOTATION``: what somebody says, or too long to be anything else.
    """

    QUOTATION = "quotation"
    SCARE = "scare quotes"
    NAME = "name"
    WORD = "word"
    TRANSLATION = "translation"


_MOST = 5
"""Words in scare quotes, at most; longer ones are somebody's sentence more often than not."""

_DISTANT = re.compile(
    r"\b(?:so[- ]called|self[- ](?:styled|proclaimed|declared|described|appointed)|supposed(?:ly)?|alleged(?:ly)?|"
    r"purported(?:ly)?|ostensibl[ey]|putative|what (?:passes|passed) for|would-be)"
    r"(?: (?!a\b|the\b)[\w-]+)?\s*[(,]?\s*$",
    re.I,
)
_MEANS = re.compile(
    r"(?:\b(?:mean(?:ing|s|t)|translat(?:es|ed|ing) (?:loosely |roughly |literally )?(?:as|to|into)|literally|"
    r"roughly|denot(?:es|ing)|for (?:short|example)|(?:is|was|being|from|in the) (?:the )?[A-Z][a-z]+ for|"
    r"in (?:the )?(?:Arabic|Latin|Greek|French|Spanish|German|Russian|Hebrew|Chinese|Turkish|Italian|Persian|Japanese)|"
    r"[A-Z][a-z]+(?: word)? for)|[,;(]\s*or)\s*,?\s*$"
)
_SPOKEN_OF = re.compile(
    r"\b(?:words?|terms?|phrases?|expressions?|letters?|adjectives?|nouns?|verbs?|pronouns?|prefix|suffix|"
    r"abbreviation|acronym|initials|slogans?|mottos?|mottoes|hashtags?|epithets?|slurs?|spelling|catchphrase|mantra|"
    r"refrain|tagline|buzzwords?|labels?|captions?|headings?|headlines?|boxe?s?|button|column|category|option|"
    r"search(?:ed|es|ing)?(?: for)?|select|press|click(?:ed)?(?: on)?|(?:end|begin|start)(?:s|ing)? (?:in|with)|"
    r"defin(?:es?|ed|ing)|hence|grades?(?: of)?|an? [A-Z]\w+ rating of|synonym(?:ous)?(?: (?:for|of|with))?|"
    r"voted|votes?|voting|mark(?:ed|ing)|stamped|checked|tagged|filed under|"
    r"listed (?:as|under)|pronounced|spelled|spelt|rhymes with)"
    r"(?: (?:of|as|like|such as|was|is|are|were))?\s*,?:?\s*$",
    re.I,
)
_SPOKEN_OF_AFTER = re.compile(
    r"\s*(?:means?\b|meant\b|refers? to|stands? for|denotes?|(?:is|was) (?:an?|the|one) (?:\w+ )?"
    r"(?:word|term|acronym|abbreviation|phrase|synonym|anagram)|as (?:an?|the) (?:code ?word|term|word|name|synonym)|"
    r"votes?\b|button|menu|tab\b|key\b|=|(?:language|wording|clause) (?:in|of|at|from)|"
    r"(?:in|from) (?:Arabic|Latin|Greek|French|Spanish|German|Russian|Hebrew|English|Chinese|Turkish))"
)
_SINGLE_WORDS = frozenset(
    ["yes", "no", "aye", "nay", "yea", "maybe", "like", "share", "delete", "other", "none", "unknown", "x"]
)
_NAMED = re.compile(
    r"\b(?:(?:nick|code-?|re)?named|nicknames?|titled|entitled|subtitled|retitled|dubbed|christened|known (?:\w+ )?as|"
    r"called|calling (?:itself|himself|herself|themselves)|headlined|under the (?:name|title|banner|alias)s?(?: of)?|"
    r"by the name(?: of)?|aka|a\.k\.a\.|alias|code ?name|nickname(?: of| is| was)?|names? (?:of|is|was|as)|billed as|"
    r"handle|username|screen name|went by|goes by|trading as|formerly)\s*,?:?\s*$",
    re.I,
)
_WORKS = (
    r"(?:books?|films?|movies?|documentar(?:y|ies)|songs?|singles?|albums?|tracks?|hits?|ballads?|anthems?|hymns?|"
    r"novels?|memoirs?|essays?|articles?|columns?|editorials?|op-eds?|plays?|musicals?|operas?|ballets?|shows?|series|"
    r"sitcoms?|episodes?|programmes?|programs?|podcasts?|poems?|sonnets?|paintings?|portraits?|sculptures?|exhibits?|"
    r"exhibitions?|reports?|papers?|studies|study|games?|videos?|blogs?|magazines?|newspapers?|journals?|comics?|"
    r"cartoons?|speech|lectures?|sermons?|theses|thesis|chapters?|soundtracks?|sketch(?:es)?|thrillers?|dramas?|"
    r"comed(?:y|ies)|bestsellers?|trilog(?:y|ies)|ads?|spots?|commercials?)"
)
_WORK = re.compile(rf"\b{_WORKS}(?:,| (?:of|was|is|like|such as|including))?\s*,?:?\s*$", re.I)
_WORK_AFTER = re.compile(
    rf"[,]?\s*(?:\(\d{{4}}\)|(?:(?:an?|the|his|her|their|its|that|which|was|is)\s+)(?:[\w’'-]+\s+){{0,3}}{_WORKS}\b|"
    r"(?:star|actor|actress|author|director|singer|host|anchor|co-host|moderator|presenter|fame)\b)",
    re.I,
)
_THINGS = re.compile(
    r"\b(?:operation|project|mission|ship|vessel|ferry|yacht|boat|submarine|frigate|plane|rocket|missile|satellite|"
    r"brigade|battalion|unit|regiment|company|firm|startup|party|bar|café|cafe|restaurant|hotel|pub|shop|store|club|"
    r"band|team|website|site|app|channel|station|virus|malware|strain|model|conference|festival|exercise|manoeuvres?|"
    r"maneuvers?|storm|hurricane|typhoon|initiative|campaign|law|act|tour|rally|race|horse|dog)\s*$",
    re.I,
)
_SAYS = re.compile(
    r"(?:\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|wr(?:ote|ites?|iting|itten)|tweet\w*|post(?:ed|ing)|"
    r"ask(?:ed|s|ing)|add(?:ed|s|ing)|claim\w*|insist\w*|denounc\w*|describ\w+|call(?:s|ed|ing)?|"
    r"refer(?:s|red|ring)?(?: to)?|term(?:ed|ing|s)|deem\w*|characteri[sz]\w+|brand(?:ed|ing|s)|"
    r"label(?:l?ed|l?ing|s)|shout\w*|chant\w*|yell\w*|"
    r"cr(?:ied|ying)|read(?:s|ing)?|quot(?:e|es|ed|ing)|cit(?:e|es|ed|ing)|accus\w+|dismiss\w+|vow\w*|promis\w+|"
    r"pledg\w+|warn\w*|condemn\w+|prais\w+|hail\w*|critici[sz]\w+|blast\w*|slamm?\w*|mock\w*|decri\w+|announc\w+|"
    r"complain\w*|acknowledg\w+|conced\w+|admit\w*|argu(?:e|es|ed|ing)|stat(?:ed|ing)|repl(?:y|ies|ied|ying)|answer\w*|"
    r"boast\w*|joke\w*|quipp\w+|muse\w*|lament\w*|urg(?:e|ed|es|ing)|explain\w*|in (?:his|her|their) words|"
    r"cautione?d?|predict\w*|respond\w*|conclud\w+|testif\w+|advis\w+|suggest\w*|agree[ds]?|recall\w*|remark\w*|"
    r"express(?:e[ds]|ing)|demand\w*|(?:appeals?|pleas?|charges?|allegations?|talk|assertions?|references?|notion) "
    r"(?:of|for|about|to|that|by))\b[^.;!?“”\"]{0,45}|"
    r"\bdeclar\w+ (?:\S+ ){0,2}|"
    r"\b(?:see[ns]?|saw|view\w*|regard\w*|portray\w*|paint\w*|depict\w*|cast|oppos\w+|reject\w*)\b[^.;!?]{0,70}"
    r"\bas (?:an? |the )?|:\s*)$",
    re.I,
)
_SAYS_AFTER = re.compile(
    r",?\s*(?:(?:he|she|they|it|who|I|we|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}|the \w+(?: \w+)?) "
    r"(?:also |later |then |once )?(?:said|says|wrote|writes|added|told|tweeted|asked|called|put it|insisted|replied|"
    r"described|explained|declared|warned|recalled)\b|in (?:his|her|their|the) words\b|"
    r"(?:as|in the words of)\s+\S+(?:\s\S+){0,3}\s+(?:put|call|describ|term|said))",
)
_SAID_AFTER = re.compile(r"\s*(?:said|says|wrote|writes|added|told|asked|tweeted)\b")
"""After words that end in a comma: without one, the words in marks are who says it."""
_FIRST_PERSON = frozenset(
    [
        "i",
        "we",
        "me",
        "us",
        "my",
        "our",
        "ours",
        "mine",
        "you",
        "your",
        "yours",
        "i'm",
        "i’m",
        "we're",
        "we’re",
        "i've",
        "i’ve",
        "let's",
        "let’s",
    ]
)
_BESIDE = re.compile(r"[,;/&\s]*(?:\b(?:and|or|nor|but|versus|vs\.?|to|then)\b)?\s*$", re.I)
_CAPITAL = re.compile(r"[A-Z0-9ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜ]")
_NAME_BEFORE = re.compile(
    r"(?:^|[\s(])(?!The |In |On |At |A |An |His |Her |Its |Their |By |With |For |As |But |And )"
    r"[A-Z][\w.-]*[a-z.]\s+\(?$"
)
_NAME_AFTER = re.compile(r"\)?\s+(?:(?:de|del|al|el|van|von|bin|ibn|da|di|la)[ -])*[A-Z][a-z]")
_CLAUSE = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "there",
        "this",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "does",
        "did",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "not",
        "cannot",
        "don't",
        "don’t",
        "doesn't",
        "doesn’t",
        "didn't",
        "didn’t",
        "isn't",
        "isn’t",
        "won't",
        "won’t",
        "because",
    ]
)
"""Words of clauses and of verbs in several parts: scare quotes set apart a noun, an adjective, a single verb."""
_ADVERB = re.compile(
    r"(?!family|early|daily|weekly|likely|friendly|elderly|ugly|lonely|costly|deadly|orderly|jelly)\w+ly"
)
_ON_AIR = re.compile(
    r"(?:\b(?:on|hosts?|hosted|watch(?:ed|ing)?|starr(?:ed|ing) in|appear\w* in)(?: [\w.]+){0,3}|[’']s?)(?: the)?\s*$"
)
_ENDS = re.compile(r"[.!?…]")


def mark_uses(text: str, quotations: Sequence[Quotation], sentence_starts: Sequence[int] = ()) -> tuple[MarkUse, ...]:
    """What each of the quotations of a text is, in their order; those inside another are quotations like it.

    ``sentence_starts`` are the places where sentences begin: a capital there says nothing.

    >>> from framing.structure.quotations import find_quotations
    >>> told = 'The "moderate" wing sang “The Long Way Home”, and the word "home" stood on a wall.'
    >>> [str(use) for use in mark_uses(told, find_quotations(told), [0])]
    ['scare quotes', 'name', 'word']
    """
    starts = frozenset(sentence_starts)
    found: list[MarkUse] = []
    last: tuple[int, MarkUse] | None = None
    for quotation in quotations:
        use = MarkUse.QUOTATION
        if quotation.depth == 1 and len(quotation.inner) == 1 and quotation.closed:
            use = _use(text, quotation, starts, last)
            last = quotation.end, use
        found.append(use)
    sentence = [bisect_right(sentence_starts, q.start) for q in quotations]
    speaking = {s for s, q, use in zip(sentence, quotations, found, strict=True) if use is MarkUse.QUOTATION}
    for i, quotation in enumerate(quotations):
        # whoever is quoted with more than a word or two in a sentence says its other fragments, too
        a, b = quotation.inner[0]
        if found[i] is MarkUse.SCARE and sentence_starts and sentence[i] in speaking and " " in text[a:b].strip():
            found[i] = MarkUse.QUOTATION
    return tuple(found)


def _use(text: str, quotation: Quotation, starts: frozenset[int], last: tuple[int, MarkUse] | None) -> MarkUse:
    a, b = quotation.inner[0]
    inner = text[a:b].strip()
    words = [inner[i:j] for i, j in find_words(inner).tolist()]
    if not words:
        return MarkUse.QUOTATION
    line = text.rfind("\n", 0, quotation.start) + 1
    before = text[max(line, quotation.start - 90) : quotation.start]
    after = text[quotation.end : quotation.end + 70].split("\n", 1)[0]
    begins = quotation.start in starts or a in starts or not before.strip()
    named = _is_name(words, begins)
    if _DISTANT.search(before) and len(words) <= 2 * _MOST:
        return MarkUse.SCARE
    if last is not None and last[1] is not MarkUse.SCARE and _BESIDE.fullmatch(text[last[0] : quotation.start]):
        return last[1]  # the words “up” and “down”
    if before.endswith("=") or inner.startswith(("@", "#", "http")):
        return MarkUse.WORD  # a value in mark-up, an address
    if _FIRST_PERSON.intersection(w.lower() for w in words) and not named:
        return MarkUse.QUOTATION
    if _MEANS.search(before) or (before.endswith("(") and after.startswith(")")):
        return MarkUse.TRANSLATION
    if len(words) <= 2 * _MOST and (_is_word(words, before, after) or _names(before, after, words, named)):
        return MarkUse.NAME if named or not _is_word(words, before, after) else MarkUse.WORD
    if named and len(words) > 1 and _ON_AIR.search(before):
        return MarkUse.NAME
    comma = inner[-1] in ",.!?" or after[:1] == ","
    if _SAYS.search(before) or _SAYS_AFTER.match(after) or (comma and _SAID_AFTER.match(after.lstrip(","))):
        return MarkUse.QUOTATION
    if named:
        return MarkUse.NAME
    low = [w.lower() for w in words]
    if _CAPITAL.match(inner) and not begins and 2 < len(words) <= _MOST and not FUNCTION_WORDS.isdisjoint(low):
        return MarkUse.NAME  # a title that is written as a sentence is
    ends = _ENDS.search(inner.rstrip(",.") if inner[:1].islower() else inner)
    whole = begins and (len(words) > 2 or not after.strip() or inner[-1] in ".!?…")
    said = len(words) > _MOST or ends or whole or low[0] == "to" or (_ADVERB.fullmatch(low[0]) and len(low) > 1)
    said = said or not _CLAUSE.isdisjoint(low)
    return MarkUse.QUOTATION if said else MarkUse.SCARE


def _is_word(words: list[str], before: str, after: str) -> bool:
    """Whether the words are spoken of."""
    alone = len(words) == 1 and (len(words[0]) == 1 or words[0].isdigit() or words[0].lower() in _SINGLE_WORDS)
    return alone or bool(_SPOKEN_OF.search(before) or _SPOKEN_OF_AFTER.match(after))


def _names(before: str, after: str, words: list[str], named: bool) -> bool:
    """Whether the words beside the marks make a name of what is between them."""
    if _NAMED.search(before):
        return named or not re.search(r"\bcalled\s*$", before)
    if _WORK.search(before) or _WORK_AFTER.match(after):
        return named or bool(_CAPITAL.match(words[0]))
    if _THINGS.search(before):
        return bool(_CAPITAL.match(words[0])) or before.lower().rstrip().endswith("operation")
    return len(words) <= 3 and bool(_NAME_BEFORE.search(before) and _NAME_AFTER.match(after))


def _is_name(words: list[str], begins: bool) -> bool:
    """Whether the words are written as a name: all but function words with a capital, not for beginning a sentence."""
    bearing = [w for w in words if w.lower() not in FUNCTION_WORDS] or words
    capital = [bool(_CAPITAL.match(w)) for w in bearing]
    if not all(capital):
        return False
    return not begins or len(bearing) > 1 or any(c.isupper() for c in bearing[0][1:])

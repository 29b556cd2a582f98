"""What one line says about itself: promotion, credit, caption, list item, dateline, speaker's label.

Each function looks at one line alone; :mod:`framing.structure.blocks` adds what the neighbours say.
Patterns are anchored and bounded, so that a line of a million words costs no more than a short one.
"""

from __future__ import annotations

import re

__all__ = [
    "SHORT",
    "dateline_end",
    "ends_prose",
    "has_speech_label",
    "is_attributed_speech",
    "is_caption",
    "is_credit",
    "is_list_item",
    "is_photo_credit",
    "is_promotion",
    "is_social",
]

SHORT = 400
"""Characters up to which a line can be anything but prose or a list item."""

_PROMOTION = re.compile(
    r"""[\[(>»*•\s-]{0,4}
    (?: (?:read|see|hear|watch|learn|find\ out)\s+(?:more|also|next|now)\b
          (?:\s*[:|–—>»-]|\s+(?:on|about|from|at|here|in)\b|.{0,3}$)
      | (?:also|must)[\ -](?:read|watch|see)\s*:
      | related(?:\s+(?:stor(?:y|ies)|articles?|news|coverage|content|links?|videos?|topics?|posts?))?\s*(?:[:|]|$)
      | more\s+(?:from|on|in|about)\b[^.]{0,60}(?::|$)
      | more\s+(?:stories|news|coverage|headlines)\b[^.]{0,60}$
      | (?:most\s+read|trending(?:\s+now)?|recommended(?:\s+(?:stories|for\ you|articles))?)\s*(?::|$)
      | (?:you\s+may\s+also\s+like|don['’]t\s+miss)\s*(?::|$)
      | (?:read|see|watch|view|listen\ to|click\ on|find)\b[^"“”]{0,160}\bhere\s*[.!>»)\]]*$
      | (?:click|tap)\s+(?:here|through|below|on\s+the)\b
      | continue\s+reading\b | story\s+continues\b | article\s+continues\b
      | (?:advertisement|sponsored(?:\s+content)?|newsletter|share\s+this(?:\s+(?:story|article))?)\s*:?$
      | sign\s+up\s+(?:for|to|here|now)\b
      | subscribe\s+(?:to|now|here|today|for)\b
      | (?:(?:like|find|visit|join)\s+(?:us|me|our\b[^"“”.]{0,40})|follow\s+[^"“”.]{1,80}?)\s+(?:on|at|via)\s+
          (?:twitter|facebook|instagram|google\+?|youtube|telegram|linkedin|snapchat|whatsapp|tiktok|(?-i:X))\b
      | (?:follow|email|contact)\s+@\w+
      | download\s+(?:the|our)\b[^.]{0,60}\bapp\b
      | (?:https?://|www\.)\S+$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_SHOUTED_PROMOTION = re.compile(r"[\[(>»*•\s]{0,4}(?:READ|WATCH|LISTEN|MORE|VIDEO|PHOTOS|GALLERY|SEE|ALSO)\s*[:>»|]")

_AGENCY = (
    r"(?:Getty(?:\s+Images)?|Reuters|REUTERS|AP(?:\s+(?:Photo|Images|File))?|Associated\s+Press|AFP|EPA|PA(?:\s+Wire)?|"
    r"Press\s+Association|Shutterstock|Rex(?:\s+Features)?|Bloomberg|Sputnik|RIA\s+Novosti|TASS|Xinhua|Corbis|Alamy|"
    r"iStock(?:photo)?|Flickr|Wikimedia(?:\s+Commons)?|ZUMA(?:\s+Press)?|CNP|UPI|Polaris|Redux|NurPhoto|"
    r"Anadolu(?:\s+Agency)?|SIPA(?:\s+USA)?|CQ\s+Roll\s+Call|Google(?:\s+(?:Maps|Earth))?|"
    r"(?:Bing|Apple|HERE)\s+Maps|OpenStreetMap|Mapbox|Maxar(?:\s+Technologies)?|Planet\s+Labs|File)"
)
"""Who owns pictures: agencies, picture libraries, makers of maps and satellite images."""
_PHOTO_CREDIT = re.compile(
    rf"""\(?
    (?: ©\s*(?!(?:copyright\s+)?(?:19|20)\d\d|copyright)\S
      | {_AGENCY}\s*[/|]\s*\S.{{0,80}}$
      | AP\s+Photo\b.{{0,80}}$
      | (?:Getty(?:\s+Images)?|Shutterstock|iStock(?:photo)?|REUTERS|Reuters|Wikimedia\s+Commons)\.?\)?$
      | (?:[^\s"“”!?:/|]+\s+){{0,4}}[^\s"“”!?:/|]+\s*(?:[/|]|\bvia\b)\s*{_AGENCY}
          (?:\s*[/|]\s*[^"“”!?:/|]{{1,40}}){{0,3}}\.?\)?$
    )""",
    re.VERBOSE,
)
_LABELLED_PHOTO_CREDIT = re.compile(
    r"\(?(?:(?:photo(?:s|graph)?|image|picture|illustration)(?:\s+(?:credit|source|courtesy))?s?\s*:"
    r"|(?:photo(?:s|graphs?)?|image|illustration)\s+(?:by|courtesy|credit|via)\s+\S|credits?\s*:)",
    re.IGNORECASE,
)

_NAME = r"[A-Z][\w.'’-]*"
_BYLINE = re.compile(
    rf"(?:By|BY)\s+{_NAME}(?:\s+(?:{_NAME}|de|van|von|al|bin|der|la|le|and|AND|&)|,\s+(?:{_NAME}|and)){{0,9}}$"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE_LINE = re.compile(
    r"(?:(?:first\s+|last\s+)?(?:published|updated|posted)\s*(?::|at\b|on\b)?\s*)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}},?(?:\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH},?(?:\s+\d{{4}})?|"
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})"
    r"(?:[\s,|-]+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?$",
    re.IGNORECASE,
)
_OTHER_CREDIT = re.compile(
    r"""
      ©
    | (?:\(c\)|copyright)\s*(?:©\s*)?(?:19|20)\d\d\b
    | \(?(?:(?:additional\s+|with\s+)?reporting|writing|editing)\s+by\s+(?-i:[A-Z])
        (?!.*\b(?:show|found|reveal|suggest|indicat|has|have|was|were|said)\w*\b)
    | \(?(?:compiled|edited|written|translated)\s+by\s+(?-i:[A-Z])[^,"“”]{2,50}$
    """,
    re.VERBOSE | re.IGNORECASE,
)

_LATE_CREDIT = re.compile(
    r"""
      [^"“”]{0,120}\ball\s+rights\s+reserved\b
    | [^"“”]{0,200}\bcontributed\s+(?:to\s+this\s+(?:report|story|article)|reporting)\b\W*$
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""Tried only where one of its words is there: it looks for them from every place in a line."""

_CAPTION_LEAD = re.compile(
    r"FILE(?:\s+PHOTO)?\s*[:–—-]|(?:Map|Photo|Photograph|Picture|Image|Chart|Graphic|Graph|Screenshot|Screengrab|"
    r"File\s+(?:photo|picture|image))(?:\s+(?:of|showing|from)\b|$)"
)
_CAPTION_CREDIT_TAIL = re.compile(
    rf"""(?:
        \((?:AP\s+Photo|Photos?\b|Image\b|File\b|Getty|REUTERS|Reuters/|AFP/|EPA/|[^()]{{1,60}}/\s*{_AGENCY})
        [^()]{{0,80}}\)
      | [.!?”)]\s*\|\s*(?:[^|.]{{1,40}}/)?{_AGENCY}(?:\s+(?:Photo|Images))?
      | \s©\s*[^©.]{{1,60}}
    )$""",
    re.VERBOSE,
)

_LIST_ITEM = re.compile(r"(?:[•▪◦‣●■▶►·]\s*|[*–-]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)\S")

_WIRE = r"(?:AP|Associated\ Press|Reuters|REUTERS|AFP|CNN|UPI|RT|BBC|TASS|Xinhua|Bloomberg|dpa|ANSA|Sputnik|IANS|ANI)"
_REGION = r"(?:,\s[A-Z][\w.'’]*(?:\s[A-Z0-9][\w.'’]*){0,2}){0,3}"  # , Mo.  , April 5
_WIRE_DATELINE = re.compile(
    rf"(?:[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]*){{0,3}}{_REGION}\s?)?"
    rf"[(\[](?:{_WIRE}(?:[\s/][A-Z]\w*){{0,3}}[)\]]\s*(?:[—–:]|--?|$)|CNN\)(?=\s*[A-Z\"“]))"
)
_PLACE_DATELINE = re.compile(
    rf"""
    (?P<place>[A-Z][A-Z.'’-]+(?:[\s/][A-Z][A-Z.'’/-]*){{0,2}})    # ST. LOUIS, PARIS/BERLIN
    {_REGION}
    (?:\s?[(\[][A-Z][\w.&'’]+(?:[\s/][A-Z][\w.&'’]*){{0,3}}[)\]])?
    (?:\s*[—–] | \s+--? (?=\s|$) | --\s)
    """,
    re.VERBOSE,
)
_NO_PLACE = re.compile(
    r"(?:BREAKING|UPDATED?|WATCH|ANALYSIS|OPINION|EXCLUSIVE|VIDEO|PHOTOS|READ|MORE|RELATED|QUESTION|ANSWER|NOTE|LIVE|"
    r"CORRECTION|EDITORIAL|COMMENT|REVIEW|POLL|FACT)\b"
)

_LABEL = re.compile(
    r"""(?: [QA]\s*[:.]
      | [A-Z][\w.'’-]*(?:\ (?:[A-Z(][\w.'’)-]*|de|van|von|al|bin|of|the)){0,5}(?:\s*[(\[][^)\]]{1,40}[)\]])?\s*:
    )\s+\S""",
    re.VERBOSE,
)
_SPEECH = re.compile(r"[,.?!]['\"’”]+\s")
_SOCIAL = re.compile(r"https?://|www\.|pic\.twitter|(?:^|\s)[@#]\w|^RT\s|^[—–]")
_CLOSING = "\"”’'»)]}*_ \t\u00a0\u200b"
_FINAL = frozenset(".!?;,…:")


def is_promotion(line: str) -> bool:
    """READ MORE, Follow us on Twitter, Click here, a bare address.

    >>> is_promotion("Read the rest here."), is_promotion("Read my lips, he said.")
    (True, False)
    """
    return len(line) <= SHORT and bool(_PROMOTION.match(line) or _SHOUTED_PROMOTION.match(line))


def is_photo_credit(line: str) -> bool:
    """Who took or owns the picture above: "© Fjord Pictures", "(AP Photo/…)", "Name / Reuters"."""
    return len(line) <= 160 and bool(_PHOTO_CREDIT.match(line) or _LABELLED_PHOTO_CREDIT.match(line))


def is_credit(line: str) -> bool:
    """A photo credit, a byline, a line of date and time, a copyright or "Reporting by" line."""
    if is_photo_credit(line):
        return True
    if len(line) > SHORT:
        return False
    if _BYLINE.match(line) or _OTHER_CREDIT.match(line) or _DATE_LINE.match(line):
        return True
    folded = line.casefold()
    return ("reserved" in folded or "contributed" in folded) and _LATE_CREDIT.match(line) is not None


def is_caption(line: str) -> bool:
    """A line that is a caption whatever stands beside it: "Map of Syria", "… (AP Photo/…)"."""
    if len(line) > SHORT:
        return False
    may_have_tail = line.endswith(")") or "|" in line or "©" in line
    if may_have_tail and _CAPTION_CREDIT_TAIL.search(line):
        return True
    return bool(_CAPTION_LEAD.match(line)) and (line.startswith("FILE") or (len(line) <= 120 and not ends_prose(line)))


def is_list_item(line: str) -> bool:
    """A bullet or a number, then text."""
    return _LIST_ITEM.match(line) is not None


def has_speech_label(line: str) -> bool:
    """A speaker's name or Q, A, then a colon and words, as in transcripts and interviews.

    >>> has_speech_label("MR. SMITH: We won"), has_speech_label("Smith said: we won")
    (True, False)
    """
    return _LABEL.match(line) is not None


def is_attributed_speech(line: str) -> bool:
    """A quotation with its tag: ``"No," he said``."""
    return _SPEECH.search(line) is not None


def is_social(line: str) -> bool:
    """A tweet or the like: addresses, mentions, hashtags."""
    return _SOCIAL.search(line) is not None


def ends_prose(line: str) -> bool:
    """Whether the line ends as a sentence or a part of one does, seen through closing marks."""
    tail = line[-12:].rstrip(_CLOSING)
    return bool(tail) and tail[-1] in _FINAL


def dateline_end(line: str) -> int:
    """Length of the dateline at the head of ``line`` with its dash, without the blanks after it; 0 if none.

    >>> dateline_end("HOUSTON — Police said so."), dateline_end("NATO — an alliance — said so.")
    (9, 0)
    """
    head = line[:160]
    match = _WIRE_DATELINE.match(head)
    if match is None:
        match = _PLACE_DATELINE.match(head)
        if match is None:
            return 0
        place = match.group("place")
        if len(place) < 4 or _NO_PLACE.match(place):
            return 0
    if "''" in match.group():
        return 0
    rest = head[match.end() :].lstrip(" \t\u00a0\u200b\"“‘'[(`")
    if rest and not (rest[0].isupper() or rest[0].isdigit()):
        return 0
    # A shouted article has dashes of its own.
    if rest and not any(c.islower() for c in rest):
        return 0
    return len(match.group().rstrip())

"""The values that flow through the program: articles, statements and what they are made of.

All are frozen. A span is ``(start, end)``, string indices into the untouched text (or title) of an
article, end exclusive.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Literal, overload

from framing.display import SHOWN, preview
from framing.wording import amount

__all__ = [
    "Act",
    "Article",
    "Corpus",
    "Field",
    "Kind",
    "Passage",
    "Problem",
    "Role",
    "Span",
    "Speaker",
    "SpeakerType",
    "Statement",
    "Voice",
]

Span = tuple[int, int]
Field = Literal["text", "title"]


class Kind(StrEnum):
    """How much of a statement stands inside quotation marks: all, part, nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """What kind of attribution a statement is.

    ``SPEECH``: somebody says, writes, asks, orders, promises it, or a document states it. ``THOUGHT``: somebody
    believes, hopes, fears, intends it. ``OTHER``: an attitude shown otherwise ("backed", "was seen as").
    """

    SPEECH = "speech"
    THOUGHT = "thought"
    OTHER = "other"


class Voice(StrEnum):
    """Whose words they are.

    ``SCARE`` is for scare quotes: words that the outlet itself sets in quotation marks and that are nobody's statement.
    It prints them without vouching for them. ``NONE`` is for what is nobody's prose: captions, credits, headings,
    promotions.
    """

    OWN = "own"
    QUOTED = "quoted"
    PARAPHRASE = "paraphrase"
    SCARE = "scare"
    NONE = "none"


class SpeakerType(StrEnum):
    """What kind of source a speaker is."""

    PERSON = "person"
    GOVERNMENT = "government"
    ORGANISATION = "organisation"
    ARMED_GROUP = "armed group"
    MEDIA = "media"
    ANONYMOUS = "anonymous"
    DOCUMENT = "document"
    GROUP = "group"
    """People without a name of their own, "critics", "analysts", "residents"."""
    DATA = "poll or data"


class Role(StrEnum):
    """Whom or what a source speaks as; the words that tell it and the source of the scheme: ``resolve/data/roles.yml``.

    The first nine speak for a state while they hold the office. ``FORMER`` held one of these and says nothing for a
    state now; ``OTHER`` is what the text does not tell.
    """

    HEAD = "head of state or government"
    MINISTER = "minister"
    LEGISLATOR = "legislator"
    LOCAL = "local government"
    JUDICIARY = "judiciary"
    MILITARY = "military"
    POLICE = "police"
    AGENCY = "government or agency"
    DIPLOMAT = "diplomat"
    INTERNATIONAL = "international body"
    PARTY = "party"
    CANDIDATE = "candidate"
    FORMER = "former official"
    BUSINESS = "business"
    UNION = "union"
    NGO = "NGO"
    EXPERT = "expert"
    LAWYER = "lawyer"
    MEDIA = "journalist or media"
    CELEBRITY = "celebrity"
    CITIZEN = "witness or citizen"
    ARMED_GROUP = "armed group"
    DOCUMENT = "document"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as read. ``text`` and ``title`` are never changed.

    Where reading mended damage (:mod:`framing.read.repair`), ``text`` and ``title`` are the mended ones, into which all
    offsets point, and ``original`` holds what was read, by the name of the field.
    ``title`` is set only where metadata gives one; a title line inside the text stays in the text.
    ``extra`` holds any further columns, usable as groupings. ``duplicate_of`` is the id of an earlier
    article with the same text (wire copy), or None.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    date: dt.date | None = None
    url: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    duplicate_of: str | None = None
    original: Mapping[str, str] = field(default_factory=dict)

    def field_text(self, name: str) -> str:
        """What the spans of a field point into: the title (empty where there is none) or the text."""
        return (self.title or "") if name == "title" else self.text


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was left out or noticed on the way, and why.

    ``item`` names the file, the row or the article; ``skipped`` says whether it was left out. ``weighty`` is what may
    change every number (no outlet known, two columns that can be the text): a report says it in its first lines.
    """

    item: str
    reason: str
    skipped: bool = True
    weighty: bool = False


@dataclass(frozen=True)
class Corpus:
    """Articles in the order they were read, and what was skipped or noticed while reading."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)

    @overload
    def __getitem__(self, wanted: str | int) -> Article: ...
    @overload
    def __getitem__(self, wanted: slice) -> Corpus: ...
    def __getitem__(self, wanted: str | int | slice) -> Article | Corpus:
        """The article of an id or at a place; of a slice, the corpus of these articles."""
        if isinstance(wanted, slice):
            return replace(self, articles=self.articles[wanted])
        return self._by_id[wanted] if isinstance(wanted, str) else self.articles[wanted]

    def __repr__(self) -> str:
        copies = len(self) - len(self.counted)
        skipped = sum(p.skipped for p in self.problems)
        more = (f", {amount(copies, 'copy', 'copies')}" if copies else "") + (f", {skipped} skipped" if skipped else "")
        return f"<Corpus: {amount(len(self), 'article')}{more}>"

    def _repr_html_(self) -> str:
        rows = [
            (a.id, a.outlet, a.date.isoformat() if a.date else None, a.title or a.text[:200])
            for a in self.articles[:SHOWN]
        ]
        return preview(repr(self), ("article", "outlet", "date", "title or beginning"), rows, of=len(self))

    @cached_property
    def _by_id(self) -> dict[str, Article]:
        return {a.id: a for a in self.articles}

    @cached_property
    def sha256(self) -> str:
        """Hash of the counted articles' titles and texts, in whatever order and under whatever names they stand."""
        rows = sorted(json.dumps([a.title or "", a.text]) for a in self.counted)
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    @property
    def counted(self) -> tuple[Article, ...]:
        """The articles without the copies of others: the ones that measures count."""
        return tuple(a for a in self.articles if a.duplicate_of is None)

    def with_copies(self) -> Corpus:
        """The same articles, copies of others counted like any."""
        return Corpus(tuple(replace(a, duplicate_of=None) for a in self.articles), self.problems)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article, possibly in several pieces. ``text`` joins the pieces with " … "."""

    text: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """First character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """End of the last piece."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Speaker:
    """An actor who speaks.

    ``id`` is made from the name alone, so the same name has the same id in every article. Where the actors of a corpus
    are joined (:mod:`framing.join`), ``id``, ``name`` and ``type`` are those that it has in the corpus, and ``found``
    is the speaker as its article by itself has it.
    ``named`` is false for "a US official" and the like; ``side`` comes from the project file.
    ``affiliation`` is the country or body that the article gives the speaker ("Russia" for "Russian FM
    Sergey Lavrov"): a proposal, never more than the text says. ``role`` is whom or what the speaker speaks as, and
    ``official`` is true of bodies of a state and of those who speak for one by the office that they hold, named or not:
    both by all that the article calls the speaker. ``description`` is the best of it, in the article's own words
    ("the White House press secretary"), empty where there is none.
    """

    id: str
    name: str
    type: SpeakerType
    side: str | None = None
    named: bool = True
    affiliation: str | None = None
    official: bool = False
    role: Role = Role.OTHER
    description: str = ""
    found: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who (``speaker``, ``source``) said (``cue``) what (``content``), and where it stands.

    ``source`` is None where the text states none ("It is said that …"); ``speaker`` is None only then.
    ``block`` is the kind of block the content begins in ("paragraph", "heading", "title" …).
    ``confidence`` is between 0 and 1 (in a report's files 0.25 or 0.75, for its halves), None where it is not known.
    ``origin`` is the innermost known
    source where the stated one only relays ("a US official" in "AFP reported, citing a US official"); ``via`` are the
    relays. ``act`` says whether it is said, thought, or shown otherwise. ``co_speakers`` are the others whose statement
    it is where several make it together ("Stone and Fisk said"), beside :attr:`attributed_to`, who is named first.
    ``nested`` is true where it is told within another's words ("France has always said that …", inside a quotation).
    """

    id: str
    article_id: str
    field: Field
    block: str
    kind: Kind
    source: Passage | None
    cue: Passage | None
    content: Passage
    speaker: Speaker | None
    confidence: float | None
    origin: Passage | None = None
    origin_speaker: Speaker | None = None
    via: tuple[Passage, ...] = ()
    act: Act = Act.SPEECH
    co_speakers: tuple[Speaker, ...] = ()
    nested: bool = False

    @property
    def attributed_to(self) -> Speaker | None:
        """Whose statement it is: the origin, the innermost known source, where the stated one only relays."""
        return self.speaker if self.origin_speaker is None else self.origin_speaker

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """All whose statement it is: :attr:`attributed_to`, then those who make it too; none where none is known."""
        return () if self.attributed_to is None else (self.attributed_to, *self.co_speakers)

    def with_speakers(self, change: Callable[[Speaker], Speaker]) -> Statement:
        """The same statement, every speaker in it replaced."""
        speaker = self.speaker and change(self.speaker)
        origin = self.origin_speaker and change(self.origin_speaker)
        others = tuple(map(change, self.co_speakers))
        if speaker is self.speaker and origin is self.origin_speaker and others == self.co_speakers:
            return self
        return replace(self, speaker=speaker, origin_speaker=origin, co_speakers=others)

    @property
    def named_by(self) -> Passage | None:
        """The phrase of the text that names :attr:`attributed_to`."""
        return self.source if self.origin_speaker is None else self.origin

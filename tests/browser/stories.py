"""Articles of our own wording with what is hard to show: markup, scripts, letters from right to left, pictures."""

from __future__ import annotations

from framing.statements import Statements
from framing.values import Act, Article, Corpus, Kind, Passage, Role, Speaker, SpeakerType, Statement

__all__ = ["hard", "many", "said"]


def _speaker(name: str, side: str | None = None) -> Speaker:
    return Speaker(name.lower().replace(" ", "-"), name, SpeakerType.PERSON, side=side, role=Role.MINISTER)


def said(
    article: Article, n: int, content: str, who: str | None, cue: str | None, *, side: str | None = None
) -> Statement:
    """A statement whose words stand in an article, once."""

    def passage(words: str) -> Passage:
        at = article.text.index(words)
        return Passage(words, ((at, at + len(words)),))

    quoted = content[:1] in '“"'
    return Statement(
        id=f"{article.id}-{n:03d}", article_id=article.id, field="text", block="paragraph",
        kind=Kind.DIRECT if quoted else Kind.INDIRECT, source=passage(who) if who else None,
        cue=passage(cue) if cue else None, content=passage(content), speaker=_speaker(who, side) if who else None,
        confidence=0.9, act=Act.SPEECH,
    )  # fmt: skip


def hard() -> Statements:
    """Six articles: markup, a script, right to left, pictures beyond the first plane, none said, nothing but blanks."""
    texts = {
        "markup": "“<b>Bold</b> & <i>loud</i>,” said Ida Lind. The <table> stayed; the 'quay' "
        '& the "pier" did not.\n\n'
        "Olaf Berg claimed that 3 < 4 and that <!-- this --> is &amp; stays text.",
        "script": "“<script>window.broken = 1</script> is no greeting,” said Ida Lind. </div></article><img src=x "
        "onerror=window.broken=2>\n\nIt is said that <style>p { display: none }</style> helps.",
        "right to left": "قالت ليلى حداد: “الجسر آمن تماما” يوم الاثنين.\n\nThe bridge stayed open, said Ida Lind.",
        "pictures": "“The bridge 🌉🌉 is safe 👩‍👩‍👧 today,” said Ida Lind 🙂. "
        "🎉 “Close it 🚧 now,” said Olaf Berg.\r\n\r\n"
        "Ida Lind 🙂 added that 🌉 stays open.",
        "nothing said": "Rain fell on the quay all day. Nobody came.",
        "blank": " \n \n",
    }
    articles = tuple(Article(k.replace(" ", "-"), t, outlet=f"The {k.title()}") for k, t in texts.items())
    by = {a.id: a for a in articles}
    m, s, r, p = (by[k] for k in ("markup", "script", "right-to-left", "pictures"))
    items = (
        said(m, 1, "“<b>Bold</b> & <i>loud</i>,”", "Ida Lind", "said", side="Harbour"),
        said(m, 2, "that 3 < 4 and that <!-- this --> is &amp; stays text.", "Olaf Berg", "claimed", side="Town"),
        said(s, 1, "“<script>window.broken = 1</script> is no greeting,”", "Ida Lind", "said", side="Harbour"),
        said(s, 2, "that <style>p { display: none }</style> helps", None, "is said"),
        said(r, 1, "“الجسر آمن تماما”", "ليلى حداد", "قالت"),
        said(r, 2, "The bridge stayed open", "Ida Lind", "said", side="Harbour"),
        said(p, 1, "“The bridge 🌉🌉 is safe 👩‍👩‍👧 today,”", "Ida Lind", "said", side="Harbour"),
        said(p, 2, "“Close it 🚧 now,”", "Olaf Berg", "said", side="Town"),
        said(p, 3, "that 🌉 stays open", "Ida Lind", "added", side="Harbour"),
    )
    return Statements(items, Corpus(articles))


def many(articles: int, *, speakers: int = 200, sentences: int = 12) -> Statements:
    """Articles in which so many speakers take turns; every two of an event have half of their words in common."""
    made: list[Article] = []
    items: list[Statement] = []
    for n in range(articles):
        lines = []
        for k in range(sentences):
            who = (n // 2 * 7 + k) % speakers
            words = f"“Bridge {who} needs {k + 2} more piers before winter {k if n % 2 else who},”"
            lines.append((words, f"Speaker {who:03d}"))
        told = (f"{words} said {who} on day {i}. Rain fell on quay {i} of {n}." for i, (words, who) in enumerate(lines))
        outlet = ("Courier", "Herald")[n % 2]
        article = Article(f"a{n:04d}", "\n\n".join(told), outlet=outlet, extra={"event": f"e{n // 2}"})
        made.append(article)
        at = 0
        for k, (words, who_says) in enumerate(lines, 1):
            start = article.text.index(words, at)
            at = article.text.index(who_says, start)
            side = f"Side {int(who_says[-3:]) % 8}"
            items.append(_turn(article, k, (words, start), (who_says, at), side))
    return Statements(tuple(items), Corpus(tuple(made)))


def _turn(article: Article, n: int, content: tuple[str, int], who: tuple[str, int], side: str) -> Statement:
    (words, start), (name, at) = content, who
    return Statement(
        id=f"{article.id}-{n:03d}", article_id=article.id, field="text", block="paragraph", kind=Kind.DIRECT,
        source=Passage(name, ((at, at + len(name)),)), cue=Passage("said", ((at - 5, at - 1),)),
        content=Passage(words, ((start, start + len(words)),)), speaker=_speaker(name, side), confidence=0.9,
    )  # fmt: skip

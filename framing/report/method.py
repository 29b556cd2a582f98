"""How the numbers come about and what they do not say, in the words of the report."""

from __future__ import annotations

__all__ = ["METHOD"]

METHOD = (
    (
        "Statements (source, cue, content) are found by a small language model trained on the PolNeAR corpus of "
        "political news (Newell, Margolin and Ruths 2018); it misses some and misplaces the borders of others. "
        "Speakers are resolved within each article by rules; sides come from the project file alone. Where a source "
        "passes on what another said (“AFP reported, citing a US official”), the statement counts for that other "
        "speaker everywhere, under the verb of the one who passes it on; who passes on is listed apart. Officials are "
        "bodies of a state, and those whom the article presents as holding an office in one or speaking for it. The "
        "offsets in the appendix lead back to every passage, so each number can be checked against the text."
    ),
    (
        "Every word of an article belongs to one voice. Quoted words stand in quotation marks and belong to a "
        "statement. Paraphrase is the content of a statement outside of marks: what someone claims, in the "
        "outlet’s choice of words, so neither the speaker’s wording nor the outlet’s claim. All else is the "
        "outlet’s own voice, with the phrases that introduce speakers and with insertions in square brackets "
        "inside quotations. Captions, credits, headings and promotions are nobody’s prose. A statement within a "
        "statement counts for both speakers where statements are counted, and for the inner one where words by "
        "voice are counted."
    ),
    (
        "Tone is VADER’s compound score (Hutto and Gilbert 2014) of each voice’s words in a sentence, averaged by"
        " words. It adds up the feeling of words, not the stance of a speaker: reports of war score low whoever "
        "tells them. Lexicon rates count words by list; irony and context are lost."
    ),
    (
        "The stance of a verb follows a list of reporting verbs, one stance for each. Distancing verbs (“claim”, "
        "“allege”) withhold the outlet’s warrant; whether they do so in a given sentence is for a reader to "
        "judge."
    ),
    (
        "Terms are words and phrases of up to three words, ranked by the log-odds ratio with an informative "
        "Dirichlet prior (Monroe, Colaresi and Quinn 2008) and given with the difference of their mean TF-IDF. "
        "The z of a few hundred words is a rank, not a test: it takes words as independent, which words of one "
        "article are not. Evenness is normalised Shannon entropy, concentration the Herfindahl–Hirschman index."
    ),
)

# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A first look
#
# Two news articles about the battle for Raqqa: what was read, who says what in them, and in whose voice
# the words stand. Every number below leads back to characters in the articles.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import framing

pd.set_option("display.max_colwidth", 90)
SEEDS = Path("seeds") if Path("seeds").is_dir() else Path("../seeds")

corpus = framing.read(SEEDS)
for article in corpus:
    print(article.id, len(article.text), "characters:", article.text[:60].replace("\n", " "), "…")
print("skipped or noted:", list(corpus.problems))

# %% [markdown]
# The articles come without outlet and date, so none is given: nothing is guessed. `framing.toml`, beside
# the articles, says which side an actor is on, and nothing else.

# %%
project = framing.read_project(SEEDS / "framing.toml")
statements = framing.extract(corpus, project=project)
table = statements.frame()
print(len(statements), "statements by", table.loc[table["speaker"] != "not given", "speaker"].nunique(), "speakers")
table[["kind", "speaker", "source", "cue", "content"]].head(12)

# %% [markdown]
# A statement is a value that carries its spans. The first one, traced back to the text it came from:

# %%
first = statements.items[0]
start, end = first.content.spans[0]
print("speaker ", first.speaker)
print("cue     ", first.cue)
print("content ", corpus[first.article_id].text[start:end])

# %% [markdown]
# ## In whose voice
#
# Each word belongs to the outlet (*own*), to a speaker's own words in quotation marks (*quoted*), to
# somebody's claim in the outlet's words (*paraphrase*), or to nobody's prose (captions, credits, headings).

# %%
voices = framing.voices(statements)
by_voice = voices.pivot_table(index="article_id", columns="voice", values="words", aggfunc="sum", fill_value=0)
by_voice

# %%
figure, axes = plt.subplots(figsize=(8, 2.2), layout="constrained")
shares = by_voice[["own", "paraphrase", "quoted", "none"]]
shares = shares.div(shares.sum(axis=1), axis=0)
left = pd.Series(0.0, index=shares.index)
for voice, colour in zip(shares.columns, ["#4d4d4d", "#e69f00", "#0072b2", "#d9d9d9"], strict=True):
    axes.barh(shares.index.str[:3], shares[voice], left=left, color=colour, label=voice)
    left = left + shares[voice]
axes.set_xlim(0, 1)
axes.set_xlabel("share of the article's words")
axes.legend(ncols=4, loc="upper center", bbox_to_anchor=(0.5, 1.35), frameon=False)
plt.show()

# %% [markdown]
# Roughly a third of the prose is the outlets' own; the rest is what others say, and more of that is retold
# than quoted. A tone or a label counted over the whole text would mix the three.

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
# # Who speaks, and how they are introduced
#
# Speaker-attribution balance of the two seed articles: how much each actor says, directly or in the
# outlet's words, how early, and with which reporting verbs.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import framing

pd.set_option("display.max_colwidth", 90)
SEEDS = Path("seeds") if Path("seeds").is_dir() else Path("../seeds")
corpus = framing.read(SEEDS)
statements = framing.extract(corpus, project=framing.read_project(SEEDS / "framing.toml"))
table = statements.frame()

# %%
balance = framing.balance(table, by="speaker")
balance[["speaker", "statements", "articles", "words", "quoted_words", "word_share", "direct_share", "first_position"]]

# %% [markdown]
# With two articles this describes the articles; it says nothing about the outlets that made them.

# %%
top = balance[balance["speaker"] != "not given"].head(10).iloc[::-1]
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
axes.barh(top["speaker"], top["quoted_words"], color="#0072b2", label="in quotation marks")
axes.barh(top["speaker"], top["words"] - top["quoted_words"], left=top["quoted_words"], color="#e69f00", label="retold")
axes.set_xlabel("words")
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# ## By side
#
# The sides come from `seeds/framing.toml`; actors it does not name are "not given".

# %%
by_side = framing.balance(statements, by="side")
by_side[["side", "statements", "words", "quoted_words", "word_share"]]

# %%
framing.pictures.balance_shares(table, by="side")

# %% [markdown]
# Every row opens to the statements behind it.

# %%
by_side.evidence("France")[["article_id", "start", "end", "speaker", "cue", "words"]]

# %% [markdown]
# ## Introductions
#
# The words with which a speaker first appears as a source.

# %%
named = table[table["speaker"] != "not given"].sort_values(["article_id", "start"])
named.groupby("speaker", sort=False)[["source", "cue"]].first()

# %% [markdown]
# ## Reporting verbs
#
# "Claimed" keeps a distance that "said" does not. The classification and its sources are described in
# `docs/stance.md`.

# %%
stances = framing.cue_stances(table, by="speaker")
stances.pivot_table(index="speaker", columns="stance", values="with_this_stance", aggfunc="sum", fill_value=0)

# %% [markdown]
# ## Talked about, not heard
#
# `framing.mentions` finds every mention of every actor; who is mentioned and makes no statement is silent.

# %%
silence = framing.silence(table, framing.mentions(statements))
silence[~silence["heard"]].head(6)[
    ["speaker", "entity", "mentions", "articles_mentioned", "own_mentions", "statements"]
]

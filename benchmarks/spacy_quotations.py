"""The pipeline that framing is timed against: spaCy in the shape of ``en_core_web_sm``, and quotation rules.

    python benchmarks/spacy_quotations.py train FOLDER
    python benchmarks/spacy_quotations.py check FOLDER ARTICLES
    python benchmarks/spacy_quotations.py run FOLDER ARTICLES OUT --workers {pipe,pool} --processes N --batch B

Run by ``against_spacy.py``, in an interpreter that has spaCy; needs nothing else. ``train`` makes the pipeline from
sentences of its own (the time does not depend on what the weights are worth), ``check`` shows that it does real
work, ``run`` reads articles (JSON lines) and writes quotations (JSON lines).

The shape is that of spaCy's small English pipeline: one token-to-vector network (hashed embeddings of norm, prefix,
suffix, shape, space; width 96, depth 4) under tagger and parser, a second one inside the entity recogniser,
transition systems with 64 hidden units, and all labels. Left out are its attribute ruler and lemmatizer, which the
rules can do without: this favours spaCy.

The rules follow the idea of the Gender Gap Tracker (Asr, Mazraeh, Lopes, Gautam, Gonzales, Rao and Taboada, PLOS ONE
2021), written anew: clausal complements of reporting verbs with a subject, "according to", sentences in quotation
marks after such a one, and whatever else stands in quotation marks, with the nearest verb's subject.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import time
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

Quotation = dict[str, Any]


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_EMBED = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": 96,
    "include_static_vectors": False,
}
_ENCODE = {
    "@architectures": "spacy.MaxoutWindowEncoder.v2",
    "width": 96,
    "depth": 4,
    "window_size": 1,
    "maxout_pieces": 3,
}
_SHARED = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        **_EMBED,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
    },
    "encode": _ENCODE,
}
_OWN = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {**_EMBED, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": [5000, 1000, 2500, 2500]},
    "encode": _ENCODE,
}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
_TRANSITIONS = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
}

_TAGS = _list(
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP "
    "PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``"
)
_DEPENDENCIES = _list(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj "
    "csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd "
    "parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp"
)
_ENTITIES = _list(
    "CARDINAL DATE EVENT FAC GPE LANGUAGE LAW LOC MONEY NORP ORDINAL ORG PERCENT PERSON PRODUCT QUANTITY TIME "
    "WORK_OF_ART"
)

# An empty line ends a sentence; a token is form/tag/dependency/head (from 1)/entity, and {x} is drawn from _WORDS.
_SENTENCES = """\
{first}/NNP/compound/2/B-PERSON {last}/NNP/nsubj/3/L-PERSON {said}/VBD/ROOT/3 that/IN/mark/7 the/DT/det/6
{noun}/NN/nsubj/7 {did}/VBD/ccomp/3 the/DT/det/10 {adj}/JJ/amod/10 {noun}/NN/dobj/7 ././punct/3

“/``/punct/12 The/DT/det/3 {noun}/NN/nsubj/4 {did}/VBD/ccomp/12 the/DT/det/6 {noun}/NN/dobj/4 in/IN/prep/4
{place}/NNP/pobj/7/U-GPE ,/,/punct/12 ”/''/punct/12 {last}/NNP/nsubj/12/U-PERSON {said}/VBD/ROOT/12 ././punct/12

{last}/NNP/nsubj/2/U-PERSON {said}/VBD/ROOT/2 :/:/punct/2 “/``/punct/7 We/PRP/nsubj/7 will/MD/aux/7 {do}/VB/ccomp/2
the/DT/det/9 {noun}/NN/dobj/7 and/CC/cc/7 {do}/VB/conj/7 the/DT/det/14 {adj}/JJ/amod/14 {noun}/NN/dobj/11 ././punct/2
”/''/punct/2

The/DT/det/2 {noun}/NN/nsubj/6 of/IN/prep/2 the/DT/det/5 {noun}/NN/pobj/3 {did}/VBD/ROOT/6
{number}/CD/nummod/8/U-CARDINAL {noun}s/NNS/dobj/6 in/IN/prep/6 {place}/NNP/pobj/9/U-GPE on/IN/prep/6
{day}/NNP/pobj/11/U-DATE ././punct/6

According/VBG/prep/7 to/IN/prep/1 the/DT/det/4 {noun}/NN/pobj/2 ,/,/punct/7 {noun}s/NNS/nsubj/7 {did}/VBD/ROOT/7
the/DT/det/9 {noun}/NN/dobj/7 ././punct/7

{last}/NNP/nsubj/8/U-PERSON ,/,/punct/1 the/DT/det/5 {adj}/JJ/amod/5 {noun}/NN/appos/1 of/IN/prep/5
{place}/NNP/pobj/6/U-GPE {said}/VBD/ROOT/8 the/DT/det/10 {noun}/NN/nsubj/12 had/VBD/aux/12 {done}/VBN/ccomp/8
the/DT/det/14 {noun}/NN/dobj/12 ././punct/8

But/CC/cc/4 they/PRP/nsubj/4 also/RB/advmod/4 {did}/VBD/ROOT/4 the/DT/det/7 {adj}/JJ/amod/7 {noun}/NN/dobj/4
,/,/punct/4 which/WDT/nsubjpass/11 was/VBD/auxpass/11 {done}/VBN/relcl/7 by/IN/agent/11 the/DT/det/14
{noun}/NN/pobj/12 ././punct/4

It/PRP/nsubj/2 is/VBZ/ROOT/2 not/RB/neg/2 the/DT/det/6 {adj}/JJ/amod/6 {noun}/NN/attr/2 that/WDT/nsubj/8
{did}/VBD/relcl/6 {place}/NNP/poss/11/U-GPE 's/POS/case/9 {noun}/NN/dobj/8 ././punct/2

When/WRB/advmod/3 he/PRP/nsubj/3 {did}/VBD/advcl/8 it/PRP/dobj/3 ,/,/punct/8 the/DT/det/7 {noun}/NN/nsubj/8
began/VBD/ROOT/8 to/TO/aux/10 {do}/VB/xcomp/8 {number}/CD/nummod/12/U-CARDINAL {noun}s/NNS/dobj/10 there/RB/advmod/10
././punct/8

{first}/NNP/compound/2/B-PERSON {last}/NNP/nsubj/8/L-PERSON and/CC/cc/2 her/PRP$/poss/5 {noun}/NN/conj/2
have/VBP/aux/8 been/VBN/aux/8 trying/VBG/ROOT/8 to/TO/aux/10 {do}/VB/xcomp/8 the/DT/det/12 {noun}/NN/dobj/10
for/IN/prep/10 {number}/CD/nummod/15/B-DATE years/NNS/pobj/13/L-DATE ././punct/8

“/``/punct/5 There/EX/expl/3 is/VBZ/ROOT/3 no/DT/det/5 {noun}/NN/attr/3 in/IN/prep/5 this/DT/det/8 {noun}/NN/pobj/6
././punct/3 ”/''/punct/3

Mr./NNP/compound/2 {last}/NNP/nsubj/4/U-PERSON later/RB/advmod/4 told/VBD/ROOT/4 the/DT/det/6/B-ORG
{noun}/NN/dobj/4/L-ORG that/IN/mark/12 {adj}/JJ/amod/9 {noun}s/NNS/nsubjpass/12 would/MD/aux/12 be/VB/auxpass/12
{done}/VBN/ccomp/4 ,/,/punct/4 adding/VBG/advcl/4 that/IN/mark/17 he/PRP/nsubj/17 {did}/VBD/ccomp/14 it/PRP/dobj/17
././punct/4

{place}/NNP/nsubj/2/U-GPE {did}/VBD/ROOT/2 $/$/quantmod/5/B-MONEY {number}/CD/compound/5/I-MONEY
million/CD/dobj/2/L-MONEY (/-LRB-/punct/7 {noun}/NN/appos/5 )/-RRB-/punct/7 because/IN/mark/11 the/DT/nsubj/11
{did}/VBD/advcl/2 more/JJR/dobj/11 -/HYPH/punct/11 and/CC/cc/11 more/JJR/conj/12 ././punct/2
"""
_WORDS = {
    "first": _list("Anna Peter Maria James Fatima Carlos Ivan Ruth"),
    "last": _list("Keller Okafor Martin Haddad Lopez Petrov Walsh Stone Berger"),
    "said": _list("said said said warned claimed added argued noted"),
    "did": _list("closed bought left rejected opened backed lost moved signed saw"),
    "do": _list("close buy leave reject open back lose move sign see"),
    "done": _list("closed bought rejected opened backed lost moved signed seen"),
    "noun": _list("minister plan city law report bank army school court strike vote company harbour agency bill"),
    "adj": _list("new large local old foreign public sharp quiet"),
    "place": _list("Berlin Kenya Ohio Damascus Lima Norway Ankara"),
    "day": _list("Monday Tuesday Friday Sunday"),
    "number": _list("two seven 12 40 300 nine"),
}
_VERBS = frozenset(
    _list(
        "accused accuses acknowledged acknowledges added adds admitted admits advised agreed agrees alleged "
        "alleges announced announces answered argued argues asked asks asserted asserts believed believes boasted "
        "called cautioned claimed claims commented complained conceded concluded concludes confirmed confirms "
        "continued contended declared declares denied denies described emphasized estimated estimates explained "
        "explains expects expected feared feels felt found hinted hopes hoped indicated indicates informed "
        "insisted insists joked knew knows learned maintained mentioned noted notes observed ordered pledged "
        "pointed predicted predicts promised proposed questioned quoted recalled recommended remarked reminded "
        "replied reported reports responded revealed reveals said say saying says stated states stressed "
        "suggested suggests suspects testified thinks thought told tells tweeted urged vowed warned warns "
        "wondered wrote writes"
    )
)
_MARKS = frozenset('"“”„«»')


def _spacy() -> Any:
    return importlib.import_module("spacy")


def _example(nlp: Any, draw: random.Random) -> Any:
    """One to five sentences with their tags, trees and entities."""
    forms: list[str] = []
    tags, dependencies, heads, entities = [], [], [], []
    for sentence in draw.choices(_SENTENCES.split("\n\n"), k=draw.randint(1, 5)):
        base = len(forms)
        for item in sentence.split():
            form, tag, dependency, head, *entity = item.split("/")
            forms.append(form.format(**{k: draw.choice(v) for k, v in _WORDS.items()}))
            tags.append(tag)
            dependencies.append(dependency)
            heads.append(base + int(head) - 1)
            entities.append(entity[0] if entity else "O")
    spaces = [not (b in ".,:;)”" or b == "'s" or a in "“($") for a, b in zip(forms, [*forms[1:], "."], strict=True)]
    doc = importlib.import_module("spacy.tokens").Doc(nlp.vocab, words=forms, spaces=spaces)
    gold = {"tags": tags, "heads": heads, "deps": dependencies, "entities": entities}
    return importlib.import_module("spacy.training").Example.from_dict(doc, gold)


def train(folder: Path, *, examples: int = 400, epochs: int = 8, seed: int = 1) -> None:
    """Make the pipeline, train it for a few epochs, write it to ``folder``."""
    spacy = _spacy()
    spacy.util.fix_random_seed(seed)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _SHARED})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}})
    parser = nlp.add_pipe(
        "parser",
        config={"min_action_freq": 1, "model": {**_TRANSITIONS, "state_type": "parser", "tok2vec": _LISTENER}},
    )
    ner = nlp.add_pipe("ner", config={"model": {**_TRANSITIONS, "state_type": "ner", "tok2vec": _OWN}})
    for pipe, labels in ((tagger, _TAGS), (parser, _DEPENDENCIES), (ner, _ENTITIES)):
        for label in labels:
            pipe.add_label(label)
    draw = random.Random(seed)
    gold = [_example(nlp, draw) for _ in range(examples)]
    optimizer = nlp.initialize(lambda: gold)
    for _ in range(epochs):
        draw.shuffle(gold)
        for start in range(0, len(gold), 16):
            nlp.update(gold[start : start + 16], sgd=optimizer, drop=0.1)
    nlp.to_disk(folder)


def _span(doc: Any, start: int, end: int) -> tuple[int, int]:
    """Characters of the tokens from ``start`` to ``end``."""
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


def _quotation(doc: Any, kind: str, content: tuple[int, int], verb: Any = None, speaker: Any = None) -> Quotation:
    span = _span(doc, *content)
    found: Quotation = {"kind": kind, "quote": doc.text[span[0] : span[1]], "quote_span": span}
    found["verb"], found["verb_span"] = (
        (verb.text, (verb.idx, verb.idx + len(verb))) if verb is not None else ("", None)
    )
    if speaker is None:
        return {**found, "speaker": "", "speaker_span": None, "person": ""}
    where = _span(doc, *speaker)
    person = next((e.text for e in doc[slice(*speaker)].ents if e.label_ == "PERSON"), "")
    return {**found, "speaker": doc.text[where[0] : where[1]], "speaker_span": where, "person": person}


def _order(doc: Any, content: tuple[int, int], verb: Any, speaker: tuple[int, int]) -> str:
    """The order of content (C), verb (V), speaker (S), and quotation marks (Q) around the content: "QCQVS"."""
    a, b = content
    quoted = _marked(doc, a - 1, a) and _marked(doc, b - 1, b)
    parts = [(float(a + b), "QCQ" if quoted else "C"), (2.0 * verb.i, "V"), (float(sum(speaker)), "S")]
    return "".join(letter for _, letter in sorted(parts))


def _marked(doc: Any, *places: int) -> bool:
    return any(0 <= i < len(doc) and doc[i].text in _MARKS for i in places)


def _syntactic(doc: Any) -> list[Quotation]:
    found = []
    for token in doc:
        if token.dep_ == "ccomp" and token.head.lower_ in _VERBS:
            verb = token.head
            subject = next((c for head in (verb, verb.head) for c in head.children if c.dep_ == "nsubj"), None)
            if subject is None or subject.lower_ in ("i", "we"):
                continue
            content = (token.left_edge.i, token.right_edge.i + 1)
            speaker = (subject.left_edge.i, subject.right_edge.i + 1)
            found.append(_quotation(doc, _order(doc, content, verb, speaker), content, verb, speaker))
        elif token.lower_ == "to" and token.dep_ == "prep" and token.head.lower_ == "according":
            start, end = token.head, token.right_edge.i + 1
            clause = start.head
            content = (end, clause.right_edge.i + 1) if start.i < clause.i else (clause.left_edge.i, start.i)
            if content[0] < content[1] and token.i + 1 < end:
                found.append(_quotation(doc, "AccordingTo", content, start, (token.i + 1, end)))
    return found


def _floating(doc: Any, syntactic: list[Quotation]) -> list[Quotation]:
    """Sentences in quotation marks, up to five, right after a sentence with a speaker."""
    found: list[Quotation] = []
    sentences = list(doc.sents)
    spoken = sorted((q["quote_span"], n) for n, q in enumerate(syntactic) if q["kind"] in ("QCQSV", "QCQVS", "CSV"))
    n = 1
    while n < len(sentences):
        before = sentences[n - 1]
        last = next(
            (
                syntactic[k]
                for (a, b), k in spoken
                if 2 * (min(b, before.end_char) - max(a, before.start_char))
                >= min(b - a, before.end_char - before.start_char)
            ),
            None,
        )
        first = sentences[n]
        used = 1
        if last is not None and any(c in _MARKS for c in first.text[:3]):
            for m in range(n, min(n + 5, len(sentences))):
                text = sentences[m].text.rstrip()
                if any(c in _MARKS for c in text[-3:]) and (m > n or len(text) > 3):
                    quotation = _quotation(doc, "QCQ", (first.start, sentences[m].end))
                    found.append({**quotation, **{k: last[k] for k in ("speaker", "speaker_span", "person")}})
                    used = m - n + 1
                    break
        n += used
    return found


def _heuristic(doc: Any) -> list[Quotation]:
    """Whatever stands between two quotation marks, with the nearest verb within five tokens and its subject."""
    found = []
    start = None
    for token in doc:
        if token.text not in _MARKS:
            continue
        if start is None:
            start = token.i
            continue
        end = token.i + 1
        if 6 < end - start < 100:
            verb = _near_verb(doc, start, end)
            subject = next((c for c in verb.children if c.dep_ == "nsubj"), None) if verb is not None else None
            speaker = (subject.i, subject.i + 1) if subject is not None else None
            found.append(_quotation(doc, "Heuristic", (start, end), verb, speaker))
        start = None
    return found


def _near_verb(doc: Any, start: int, end: int) -> Any:
    for places in (range(start - 1, max(start - 5, -1), -1), range(end, min(end + 5, len(doc)))):
        for i in places:
            if doc[i].tag_.startswith("VB") and doc[i].text not in ("is", "was", "be"):
                return doc[i]
            if doc[i].text == "." or doc[i].text in _MARKS:
                break
    return None


def quotations(doc: Any) -> list[Quotation]:
    """All quotations of one article; of those that overlap, the first found; none of under four words."""
    syntactic = _syntactic(doc)
    kept: list[Quotation] = []
    for quotation in (*syntactic, *_floating(doc, syntactic), *_heuristic(doc)):
        a, b = quotation["quote_span"]
        if len(quotation["quote"].split()) < 4:
            continue
        if all(b <= q["quote_span"][0] or q["quote_span"][1] <= a for q in kept):
            kept.append(quotation)
    return kept


def read(path: Path) -> list[tuple[str, str]]:
    """Id and text of every article; a title stands before its text."""
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    return [("\n\n".join(filter(None, (r.get("title"), r["text"]))), r["id"]) for r in rows]


def _lines(docs: Iterable[tuple[Any, str]]) -> Iterator[str]:
    for doc, article in docs:
        yield "".join(
            json.dumps({"article_id": article, **quotation}, ensure_ascii=False) + "\n" for quotation in quotations(doc)
        )


_shared: list[Any] = []  # the pipeline and the articles, which forked processes inherit


def _share(part: tuple[int, int, int]) -> list[str]:
    nlp, articles = _shared
    start, step, batch = part
    return list(_lines(nlp.pipe(articles[start::step], as_tuples=True, batch_size=batch)))


def run(folder: Path, articles: Path, out: Path, *, workers: str, processes: int, batch: int) -> None:
    """Read, find the quotations, write them, in the order of the articles."""
    nlp = _spacy().load(folder)
    texts = read(articles)
    if workers == "pool":
        _shared[:] = [nlp, texts]
        found = [""] * len(texts)
        with get_context("fork").Pool(processes) as pool:
            shares = pool.map(_share, [(n, processes, batch) for n in range(processes)], chunksize=1)
        for n, share in enumerate(shares):
            found[n::processes] = share
    else:
        found = list(_lines(nlp.pipe(texts, as_tuples=True, batch_size=batch, n_process=processes)))
    out.write_text("".join(found), "utf-8")


def check(folder: Path, articles: Path) -> dict[str, float]:
    """How much the pipeline finds, and processor microseconds a token of each of its parts and of the rules."""
    nlp = _spacy().load(folder)
    texts = [text for text, _ in read(articles)]
    start = time.process_time()
    docs = [nlp.make_doc(t) for t in texts]
    times = {"tokenizer": time.process_time() - start}
    for name, pipe in nlp.pipeline:
        start = time.process_time()
        docs = list(pipe.pipe(docs, batch_size=16))
        times[name] = time.process_time() - start
    start = time.process_time()
    found = sum(len(quotations(d)) for d in docs)
    times["rules"] = time.process_time() - start
    tokens = sum(map(len, docs))
    return {
        "tokens": tokens,
        "sentences": sum(1 for d in docs for _ in d.sents),
        "arcs": sum(t.head.i != t.i for d in docs for t in d),
        "clausal complements": sum(t.dep_ == "ccomp" for d in docs for t in d),
        "entities": sum(len(d.ents) for d in docs),
        "quotations": found,
        **{f"µs a token in {k}": round(1e6 * v / tokens, 1) for k, v in times.items()},
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, paths in (
        ("train", ["folder"]),
        ("check", ["folder", "articles"]),
        ("run", ["folder", "articles", "out"]),
    ):
        command = commands.add_parser(name)
        for path in paths:
            command.add_argument(path, type=Path)
    command.add_argument("--workers", choices=["pipe", "pool"], default="pipe")
    command.add_argument("--processes", type=int, default=1)
    command.add_argument("--batch", type=int, default=32)
    given = vars(parser.parse_args())
    name = given.pop("command")
    if name == "train":
        train(**given)
    elif name == "check":
        print(json.dumps(check(**given)))
    else:
        run(**given)


if __name__ == "__main__":
    main()

"""Targets under other names, and a network's graph beside the network."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from training.portrayal_figures import calibration_error, macro_f1
from training.targets import PARTIES, Names, part_of, renamed, replaced, sex_told


@pytest.mark.parametrize(
    ("marked", "name", "wanted"),
    [
        ("»Ann Vale« said Vale's plan failed.", "Ann Vale", "»Rosa Brun« said Brun's plan failed."),
        ("Yesterday »Mr. Vale« met Valerie.", "Vale", "Yesterday »Mr. Brun« met Valerie."),
        ("VALE lost, said »she« of Ann Vale.", "Ann Vale", "BRUN lost, said »she« of Rosa Brun."),
        ("Vale met »Kim« and Vale left.", "Vale", "Brun met »Kim« and Brun left."),
    ],
)
def test_renamed(marked: str, name: str, wanted: str) -> None:
    start, end = marked.index("»"), marked.index("«") - 1
    made = renamed((marked.replace("»", "").replace("«", ""), start, end), name, "Rosa", "Brun")
    assert made is not None
    text, start, end = made
    assert f"{text[:start]}»{text[start:end]}«{text[end:]}" == wanted


def test_parties_change_places() -> None:
    both = PARTIES | {v: k for k, v in PARTIES.items()}
    text = "Republicans beat the Democrats."
    assert replaced((text, 0, 11), both) == ("Democrats beat the Republicans.", 0, 9)
    assert replaced(("Nobody won.", 0, 6), both) is None


def test_names_are_drawn_by_sex() -> None:
    names = Names(["Ann Vale", "Mary Brun", "John Holt", "John Holt", "Zzyx"])
    rng = random.Random(0)
    assert {names.draw("f", rng)[0] for _ in range(30)} == {"Ann", "Mary"}
    assert names.draw("m", rng) == ("John", "Holt")
    assert [sex_told("Vale and his men", "Vale"), sex_told("Vale left", "Vale"), sex_told("she", "John Vale")] == [
        "m",
        "",
        "m",
    ]


def test_an_article_is_in_one_part() -> None:
    parts = [part_of(f"allsides_{n}_{n}_3_Somebody_0_4") for n in range(2000)]
    assert 0.07 < sum(p == "aside" for p, _ in parts) / 2000 < 0.13
    assert part_of("allsides_1_1_3_A_0_1") == part_of("allsides_1_1_9_B_5_9")


def test_figures() -> None:
    label = np.array([0, 1, 2, 2])
    assert macro_f1(label, label) == 100
    assert macro_f1(label, np.array([0, 1, 2, 0])) == pytest.approx(100 * (2 / 3 + 1 + 2 / 3) / 3, abs=0.01)
    sure = np.eye(3)[label]
    assert calibration_error(sure, label) == 0
    assert calibration_error(np.full((4, 3), 1 / 3), np.array([1, 1, 1, 1])) == pytest.approx(33.33)


def test_graph_is_the_network(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    import onnx
    import onnxruntime
    import torch

    from training.export import smoothing
    from training.network import Shape
    from training.portrayal import Portrayer
    from training.portrayal_export import Seen, build

    torch.manual_seed(0)
    network = Portrayer(Shape(vocabulary=400, hidden=48, layers=2, heads=4, inner=96, positions=200)).eval()
    ids, marks = np.arange(101, 121), np.zeros(20, dtype=np.int64)
    marks[4:7] = 1
    onnx.save(build(network, smoothing(network, [Seen(ids, marks)])), tmp_path / "float.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "float.onnx", providers=["CPUExecutionProvider"])
    (scores,) = session.run(["scores"], {"ids": ids[None], "marks": marks[None]})
    with torch.no_grad():
        wanted = network(torch.from_numpy(ids)[None], torch.from_numpy(marks)[None]).numpy()
    assert scores.shape == (1, 3)
    assert np.abs(scores - wanted).max() < 0.05

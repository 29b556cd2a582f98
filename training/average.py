"""The mean of the weights of several training runs (Wortsman et al. 2022, "Model soups").

    python -m training.average RUN RUN … --out FOLDER

Runs can be averaged because all start from the same encoder and the same new weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from training.network import load, save


def mean_of(runs: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of the weights that :func:`training.network.save` wrote."""
    from safetensors.torch import load_file

    states = [load_file(run / "weights.safetensors") for run in runs]
    return {k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    network = load(arguments.runs[0])
    network.load_state_dict(mean_of(arguments.runs))
    save(network, arguments.out, averaged=[r.name for r in arguments.runs])


if __name__ == "__main__":
    main()

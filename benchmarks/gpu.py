"""The network on an NVIDIA GPU beside the processor: do they say the same, and how many words a second.

    python benchmarks/gpu.py ARTICLES [--model fast] [--articles 100]
    python benchmarks/store.py fill articles.jsonl STORE --workers 16 --model fast --device cuda    # from end to end

The first of them runs the network in one process; on the processor over a tenth of the articles. Needs onnxruntime-gpu
in the place of onnxruntime, and onnx.
"""

from __future__ import annotations

import argparse
import time
from itertools import islice

from framing.attribute.model import load_model
from framing.attribute.windows import windows
from framing.read import read
from framing.structure import parse


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles_at")
    parser.add_argument("--model", default="fast")
    parser.add_argument("--articles", type=int, default=100)
    given = parser.parse_args()
    documents = [parse(a.text) for a in islice(read(given.articles_at), given.articles)]
    models = {device: load_model(given.model, device) for device in ("cuda", "cpu")}
    some = documents[: max(1, len(documents) // 10)]
    for document in some:  # and the GPU is warm
        models["cuda"].scores(document)
    found = {
        device: {(n, a.source, a.content) for n, d in enumerate(some) for a in model.annotate(d).attributions}
        for device, model in models.items()
    }
    both = len(found["cuda"] & found["cpu"])
    print(f"attributions of {len(some)} articles: {len(found['cuda'])} cuda, {len(found['cpu'])} cpu, {both} the same")
    for device, model in models.items():
        chosen = documents if device == "cuda" else some
        encoded = [model.encode(d) for d in chosen]
        words = sum(len(d.flat.split()) for d in chosen)
        wall, own = time.perf_counter(), time.process_time()
        for one in encoded:
            for _ in model.run(one, windows(one)):
                pass
        wall, own = time.perf_counter() - wall, time.process_time() - own
        print(f"{device}: network {words / wall:,.0f} words/s, {1e6 * own / words:.1f} µs of processor time a word")


if __name__ == "__main__":
    main()

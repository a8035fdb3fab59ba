"""What the other libraries share: the published Yin-Yang as the page encodes it, and how time is told.

A script gets the folder that `cargo xtask bench` wrote, trains on one thread until the test accuracy has passed the last mark,
and prints one line of JSON. Training alone is timed: the test set is looked at between epochs, with the clock stopped.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np

MARKS = [0.95, 0.97, 0.98]
BATCH = 200
RATE = 0.01
PATIENCE = 120.0  # seconds of training


def load():
    folder = Path(sys.argv[1])
    shape = json.loads((folder / "shape.json").read_text())
    sets = []
    for name in ("train", "test"):
        labels = np.fromfile(folder / f"{name}.u8", np.uint8).astype(np.int64)
        x = np.fromfile(folder / f"{name}.f32", np.float32).reshape(shape["steps"], len(labels), shape["channels"])
        sets.append((x, labels))
    return shape, sets[0], sets[1]


def run(name, version, imported, first, epoch, accuracy, samples):
    """`first()` compiles whatever the library compiles, `epoch(order)` trains, `accuracy()` looks at the test set."""
    rng = np.random.default_rng(1)
    start = time.perf_counter()
    first()
    compiled = time.perf_counter() - start
    found, seconds, busy, epochs, last = [None] * len(MARKS), 0.0, 0.0, 0, 0.0
    while found[-1] is None and seconds < PATIENCE:
        order = rng.permutation(samples)
        start, used = time.perf_counter(), time.process_time()
        epoch(order)
        seconds += time.perf_counter() - start
        busy += time.process_time() - used
        epochs += 1
        last = accuracy()
        found = [seconds if f is None and last >= mark else f for f, mark in zip(found, MARKS)]
    print(json.dumps({"name": name, "version": version, "import": imported, "compile": compiled, "marks": MARKS, "training": found, "epochs": epochs, "seconds": seconds, "accuracy": last, "threads": busy / seconds}))

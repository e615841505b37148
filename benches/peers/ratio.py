#!/usr/bin/env python3
"""CPU time of a trajectory: the product against the model in NumPy, one core each, in turn.

    python3 benches/peers/ratio.py --releve target/release/releve [--rounds 5] [--json]

A round runs each model twice, with few and with more trajectories: the difference is what trajectories cost, statistics and
writing included, starting and reading left out. Both are bound to one core, in turn. The ratio is the median of the rounds,
for what else a machine does changes from one to the next. What NumPy leaves out stands in README.md.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

REFERENCE_IN_NUMPY = pathlib.Path(__file__).with_name("numpy_reference.py")
# Enough for the difference to be some seconds on any machine.
SIZES = {"product": (50, 350), "numpy": (20, 80)}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def cpu_of(command: list[str]) -> float:
    """Seconds of CPU, user and system."""

    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = spent()
    subprocess.run(command, check=True, capture_output=True, env=os.environ | ONE_THREAD)
    return spent() - before


def run(model: str, releve: pathlib.Path, trajectories: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        size, out = ["--trajectories", str(trajectories)], ["--out", f"{name}/out"]
        if model == "product":
            levels = ["--levels", "france,region,departement"]
            return cpu_of([str(releve), "run", "--threads", "1", "--no-report", *levels, *size, *out])
        return cpu_of([sys.executable, str(REFERENCE_IN_NUMPY), *size, *out])


def milliseconds(model: str, releve: pathlib.Path) -> tuple[float, float]:
    """Of a trajectory, and of what does not depend on their number."""
    few, more = SIZES[model]
    seconds = [run(model, releve, size) for size in (few, more)]
    each = (seconds[1] - seconds[0]) / (more - few)
    return 1_000 * each, 1_000 * (seconds[0] - few * each)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releve", type=pathlib.Path, required=True, help="the product")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    releve = arguments.releve.resolve()
    rounds = [{model: milliseconds(model, releve) for model in SIZES} for _ in range(arguments.rounds)]
    ratios = [found["numpy"][0] / found["product"][0] for found in rounds]
    found = {
        "ratio": round(statistics.median(ratios), 2),
        "ratios": [round(ratio, 2) for ratio in sorted(ratios)],
        "rounds": arguments.rounds,
        "sizes": SIZES,
    }
    for model in SIZES:
        each, fixed = (statistics.median(found_in[model][part] for found_in in rounds) for part in range(2))
        found[model] = {"ms_per_trajectory": round(each, 2), "ms_fixed": round(fixed)}
    if arguments.json:
        print(json.dumps(found))
        return 0
    each = {model: found[model]["ms_per_trajectory"] for model in SIZES}
    print(f"{each['product']} ms a trajectory, NumPy {each['numpy']} ms: {found['ratio']} times")
    print(f"{arguments.rounds} rounds, from {min(ratios):.2f} to {max(ratios):.2f} times; CPU time of one core")
    return 0


if __name__ == "__main__":
    sys.exit(main())

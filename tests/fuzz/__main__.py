"""Fuzz for as long as is wanted: `python -m tests.fuzz --seconds 3600`, or one case: `--kind las --case 4711`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="in all; each kind gets its share")
    parser.add_argument("--kind", help="only this one")
    parser.add_argument("--first", type=int, help="number of the first case; without it, one that differs each time")
    parser.add_argument("--case", type=int, help="only this case")
    options = parser.parse_args()
    first = int(time.time()) if options.first is None else options.first
    with tempfile.TemporaryDirectory(prefix="plugins_") as plugins:
        (Path(plugins) / "stochastic_kriging").symlink_to(ROOT, target_is_directory=True)
        sys.path.insert(0, plugins)
        from stochastic_kriging.tests.fuzz.harness import run
        from stochastic_kriging.tests.fuzz.kinds import KINDS

        kinds = [options.kind] if options.kind else list(KINDS)
        failed = 0
        for kind in kinds:
            if options.case is not None:
                count, bad = run(kind, plugins, options.case, 1)
            else:
                count, bad = run(kind, plugins, first, seconds=options.seconds / len(kinds))
            print(f"{kind}: {count} cases from {first if options.case is None else options.case}, {len(bad)} not well")
            for number, wrong in bad:
                print(f"--kind {kind} --case {number}: {wrong}")
            failed += len(bad)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

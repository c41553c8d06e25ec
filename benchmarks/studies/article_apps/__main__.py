"""The study's command line: ``python -m benchmarks.studies.article_apps --out DIR``. Wiring only."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command_line import carry_out
from benchmarks.report import article, terminal
from benchmarks.runner import run_benchmark
from benchmarks.studies.article_apps.drivers import subject_of
from benchmarks.studies.article_apps.plan import RUNS, profile


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then print what the samples say about the study's claims.

    Returns
    -------
    int
        Exit status: 0 if it was measured, whatever came out; 2 for a command that cannot be carried out.
    """
    options = _parser().parse_args(arguments)
    return carry_out(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    outcome = run_benchmark(profile(options.runs), options.out, resume=options.resume, subject_of=subject_of)
    print(f"{outcome.samples:,} samples in {options.out}, {outcome.failed:,} of them failed\n")
    print(terminal.plain(article.claims_table(options.out)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.studies.article_apps",
        description="Time the comparison article's apps beside the optimised explorers.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the results")
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"runs of each arm (default: {RUNS})")
    parser.add_argument("--resume", action="store_true", help="go on with a run of the study that was killed")
    return parser


if __name__ == "__main__":
    sys.exit(main())

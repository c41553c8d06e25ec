"""The command line: ``python -m benchmarks run | validate | report | calibrate``. Wiring only."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command_line import carry_out
from benchmarks.plan import PROFILES, estimate_s, plan


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command.

    Returns
    -------
    int
        Exit status: 0 if all is well, 1 if something was found to be wrong, 2 for a command that cannot be carried out.
    """
    options = _parser().parse_args(arguments)
    return carry_out(lambda: int(options.command(options)))


def _run(options: argparse.Namespace) -> int:
    from benchmarks.runner import run_benchmark

    profile = PROFILES[options.profile]
    if options.dry_run:
        runs = plan(profile)
        seconds = sum(map(estimate_s, runs))
        print(f"{profile.name}: {profile.description}")
        print(f"{len(runs)} runs, {sum(run.samples for run in runs):,} samples, about {seconds / 60:.0f} minutes")
        return 0
    outcome = run_benchmark(profile, options.out, resume=options.resume, minutes=options.minutes)
    print(f"{outcome.samples:,} samples in {options.out}, {outcome.failed:,} of them failed")
    if outcome.unstable:
        print(f"{len(outcome.unstable)} cells whose runs differ by more than 10 %; the report marks them")
    return 0


def _validate(options: argparse.Namespace) -> int:
    from benchmarks.validation import problems

    found = problems(options.folder)
    for problem in found:
        print(problem)
    print(f"{options.folder}: {len(found)} problems" if found else f"{options.folder}: sound")
    return 1 if found else 0


def _report(options: argparse.Namespace) -> int:
    from benchmarks import report

    index_html, report_md = report.write(options.folder)
    if options.readme is not None:
        report.update_readme(options.readme, options.folder)
    print(report.table(options.folder))
    print(f"\nInteractive report: {index_html.resolve()}\nAs text:            {report_md.resolve()}")
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    from benchmarks.calibration import FRAME_MS, calibrate

    calibration = calibrate()
    found = calibration.problems()
    if options.json:
        print(json.dumps(calibration.to_dict(), indent=2))
    else:
        print("transport   known delay   response    settled   (medians, ms)")
        for m in calibration.measured:
            print(f"{m.transport:<11} {m.delay_ms:>11.0f} {m.response_ms:>10.1f} {m.settled_ms:>10.1f}")
        for problem in found:
            print(f"wrong: {problem}")
        print("The clock is off." if found else f"Every delay is reported within one frame ({FRAME_MS:.0f} ms).")
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Compare the two explorers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="measure, and keep the samples in a folder")
    run.add_argument("--profile", choices=sorted(PROFILES), default="quick", help="what to measure (default: quick)")
    run.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the results")
    run.add_argument("--resume", action="store_true", help="go on with a benchmark that was killed")
    run.add_argument("--minutes", type=float, metavar="N", help="begin nothing after so long; the folder stays sound")
    run.add_argument("--dry-run", action="store_true", help="say what would be measured and how long it takes")
    run.set_defaults(command=_run)

    validate = commands.add_parser("validate", help="check format, counts and answers of a result folder")
    validate.add_argument("folder", type=Path, metavar="DIR")
    validate.set_defaults(command=_validate)

    report = commands.add_parser("report", help="write the report of a result folder and print its table")
    report.add_argument("folder", type=Path, metavar="DIR")
    report.add_argument("--readme", type=Path, metavar="FILE", help="write the headline figures into this file too")
    report.set_defaults(command=_report)

    calibrate = commands.add_parser("calibrate", help="check the clock against known delays")
    calibrate.add_argument("--json", action="store_true", help="print the result as JSON")
    calibrate.set_defaults(command=_calibrate)
    return parser


if __name__ == "__main__":
    sys.exit(main())

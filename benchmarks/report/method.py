"""Last sections of the report: how it was measured, on what, what it cannot say, how to do it again."""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks import stats
from benchmarks.report.cells import Matrix
from benchmarks.report.document import Block, Bullets, Code, Row, Section, Table, Text
from benchmarks.report.measures import (
    NOISY_MARK,
    SETTLED,
    TOO_FEW,
    WIDEST,
    capital,
    counted,
    listed,
    name,
    number,
    processor,
    share,
)

REPRODUCE = """make bench                 # the quick profile and its report, in minutes
make bench-full            # the whole matrix
make bench-article         # the comparison article's apps beside the optimised explorers
make calibrate             # is the clock right on this machine?
python -m benchmarks validate benchmarks/published
make report                # this report again, from the committed samples"""


LEFT_OUT = {"plan", "predictions", "blocks", "unstable"}
"""Parts of the environment that the table of it leaves out: too long, or shown in words."""


def origin(matrix: Matrix, environment: Mapping[str, Any]) -> str:
    """Say in one line what the report rests on: samples, profile, day, machine, versions; only what is known."""
    samples = sum(len(cell.kept) + len(cell.failed) for cell in matrix.cells.values())
    packages, machine = environment.get("packages") or {}, environment.get("machine") or {}
    versions = [f"{name(f)} {packages[f]}" for f in ("dash", "streamlit") if packages.get(f)]
    parts = [f"{samples:,} samples"]
    if profile := environment.get("profile"):
        parts.append(f"profile {profile}")
    if started := environment.get("started"):
        parts.append(f"measured {str(started)[:10]}" + ("" if environment.get("finished") else ", not finished"))
    if machine.get("cpu"):
        parts.append(processor(machine))
    description = str(environment.get("description") or "").rstrip(".")
    return ". ".join(part for part in (", ".join(parts), " and ".join(versions), description) if part) + "."


def sections(matrix: Matrix, environment: Mapping[str, Any]) -> list[Section]:
    """Build the sections on predictions, method, environment, limits and repetition."""
    found = []
    if predictions := environment.get("predictions"):
        text = "Written down before the first run, so that a figure can contradict them; compare them with the tables."
        rows: list[Row] = [(capital(name(scenario)), words) for scenario, words in predictions.items()]
        table = Table("Predictions", ("action", "prediction"), tuple(rows), words=2)
        found.append(Section("predictions", "What was predicted", [Text(text), table]))
    found.append(_method(matrix))
    if environment:
        found.append(_environment(environment))
    found.append(_limits(matrix))
    text = "The samples are the source: every figure here is computed from `samples.jsonl` with a fixed seed."
    found.append(Section("reproduce", "Do it again", [Text(text), Code(REPRODUCE)]))
    return found


def _environment(environment: Mapping[str, Any]) -> Section:
    known = {key: value for key, value in environment.items() if key not in LEFT_OUT and value not in (None, [], {})}
    blocks: list[Block] = []
    if loops := [block["loop_ms"] for block in environment.get("blocks") or [] if block.get("loop_ms")]:
        apart = max(loops) / min(loops) - 1
        blocks.append(
            Text(
                f"Before each of {counted(len(loops), 'block')} of runs a fixed loop was timed: it took "
                f"{number(min(loops), 1)} to {number(max(loops), 1)} ms, so the machine's own speed varied by "
                f"{share(apart)}."
            )
        )
    rows = tuple(_flat(known))
    blocks.append(Table("As the harness recorded it", ("what", "value"), rows, words=2, folded=len(rows) > 40))
    return Section("environment", "Environment and versions", blocks)


def _method(matrix: Matrix) -> Section:
    samples = sum(len(cell.kept) for cell in matrix.cells.values())
    runs = sorted({len(cell.runs(SETTLED)) for cell in matrix.cells.values() if cell.kept})
    how_many = "1 run" if runs == [1] else listed([number(count, 0) for count in runs], "or") + " runs"
    definitions = (
        "**Settled** is reached when all four hold: (1) every expected output shows this interaction's answer, (2) the "
        "framework is idle, (3) the last chart has reported that it is drawn, (4) a frame has been painted after that. "
        "Neither framework's own “idle” is enough: one reports it before the server has answered, the other before "
        "the chart is drawn.",
        "**Response** is the same for the chart that was acted on, alone.",
        "The clock starts at the time stamp of the trusted input event (a real key press or click), not at a script's "
        "call. Changes are observed, never polled. Frames come 60 times a second, so times have steps of about 17 ms.",
        "**Answers before times**: a sample counts only if the page shows the rows and columns that were asked for, "
        "as computed from the data. Otherwise it is a failure with a reason, never a number.",
        "**Server CPU** is that of the whole process tree; **bytes, requests and messages** are counted by a proxy "
        "between browser and server that treats HTTP and WebSocket alike, headers included.",
        "**Tiers**: naive is the pattern of common tutorials (Dash sends the data through the browser, Streamlit "
        "caches nothing), idiomatic is what the vendors' guides teach (Dash keeps data on the server and has one "
        "callback per panel, Streamlit caches its data in a flat script), optimised is what an expert would write "
        "(Dash patches and clientside callbacks, Streamlit a fragment per panel). Only equal tiers are compared.",
        f"**Runs**: {samples:,} samples count, in {how_many} a cell. Each has a fresh server and page; "
        "warm-ups are left out and the arms of a cell take turns.",
        "**Intervals** are 95 %, over runs and not over clicks: clicks of one run share a process and a page. They are "
        "t intervals with a bootstrap standard error, corrected for few runs; the plain percentile bootstrap would "
        "hold the truth only about three times in four with three runs. A figure without one was the same in every "
        f"run, or comes from a single run; “{TOO_FEW}” stands for one whose ends are {WIDEST} times apart or more.",
        "**Ratios** are Streamlit / Dash: above 1, Dash needs less. An interval that covers 1 reads "
        f"“{stats.NO_DIFFERENCE}”, which is not “equal”. With many cells, one in twenty of truly equal ones will show "
        "a difference by chance.",
        f"**Noise**: {NOISY_MARK} marks times whose runs lie {share(stats.SPREAD_LIMIT)} or more apart (the furthest "
        f"medians of runs, over the median of all). A 95th percentile is given from {stats.P95_MINIMUM} clicks on.",
    )
    return Section("method", "How it was measured", [Bullets(definitions)])


def _limits(matrix: Matrix) -> Section:
    base = matrix.base
    noisy = [cell for cell in matrix.cells.values() if cell.noisy()]
    measured = [cell for cell in matrix.cells.values() if len(cell.runs(SETTLED)) > 1]
    single = [cell for cell in matrix.cells.values() if len(cell.runs(SETTLED)) == 1]
    items = [
        "One machine runs server and browser, so they compete for its cores; on a real network the server has its own. "
        "Ratios carry over to other machines better than milliseconds, counts and bytes best.",
        f"One axis is varied at a time, from {counted(base.rows, 'row')} and {counted(base.panels, 'panel')}; what "
        "happens where two grow at once is not measured.",
        "Both apps draw the same bounded number of points with the same function; an app that draws more pays more, "
        "in both frameworks.",
        "The two frameworks ship different versions of Plotly.js. Payloads are uncompressed in both, as by default.",
        f"{name('dash')} and {name('streamlit')} are each measured with one production server process; nothing here "
        "says how many users it serves.",
    ]
    if any(key.point.users > 1 for key in matrix.cells):
        items.pop()
    if measured:
        items.append(f"{len(noisy)} of {len(measured)} cells with repeated runs are noisy ({NOISY_MARK}).")
    if single:
        items.append(f"{counted(len(single), 'cell')} rest on a single run: a figure without an interval, no verdict.")
    return Section("limits", "What this cannot say", [Bullets(tuple(items))])


def _flat(data: Any, path: str = "") -> Iterator[Row]:
    """Walk through the environment: nested names joined, long lists counted instead of printed."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _flat(value, f"{path} / {key}" if path else str(key))
    elif isinstance(data, list) and (len(data) > 12 or any(isinstance(item, dict | list) for item in data)):
        yield path.replace("_", " "), counted(len(data), "entry", "entries")
    elif isinstance(data, list):
        yield path.replace("_", " "), ", ".join(map(str, data))
    else:
        text = "–" if data is None else f"{data:,.6g}" if isinstance(data, float) else str(data)
        yield path.replace("_", " "), text

"""Python code that redraws a panel's chart from the downloaded rows. Imports columns, places, traces.

The code stands on pandas and Plotly alone, and is short enough to be read and changed: Plotly Express draws; what it
cannot know, the bins of a line or the seeded sample of a scatter, is computed before.
"""

from typing import Final

import pandas as pd

from shared.columns import column_kind
from shared.explorer_spec import (
    DENSITY_BINS,
    MAX_ANIMATED_ROWS,
    MAX_BOXES,
    MAX_DRAWN_ROWS,
    MAX_FACETS,
    MAX_FRAMES,
    MAX_LINE_PLACES,
    MAX_PLACES,
    OTHER_GROUP,
    SAMPLE_SEED,
    ChartKind,
    PanelSpec,
)
from shared.places import find_places
from shared.theme import DATA_COLOURS, OTHER_COLOUR
from shared.traces import largest_groups

_MOST_PLACES: Final[dict[ChartKind, int]] = {
    "line": MAX_LINE_PLACES,
    "bar": MAX_PLACES,
    "histogram": MAX_PLACES,
    "box": MAX_BOXES,
    "violin": MAX_BOXES,
}
_FUNCTIONS: Final[dict[ChartKind, str]] = {
    "scatter": "scatter",
    "line": "line",
    "bar": "bar",
    "histogram": "bar",
    "box": "box",
    "violin": "violin",
    "density": "density_heatmap",
}
_COUNT: Final = "Rows"


def chart_code(rows: pd.DataFrame, panel: PanelSpec, *, file: str) -> str:
    """Write a Python script that draws a panel's chart.

    Parameters
    ----------
    rows : DataFrame
        All rows that pass the filter.
    panel : PanelSpec
        What the panel shows.
    file : str
        Name of the CSV file with these rows, as "Download CSV" gives it.

    Returns
    -------
    str
        Source text; it leaves the chart in ``figure`` and shows it.
    """
    lines = [
        f"# Draws {panel.title!r} from the rows that were downloaded as {file!r}.",
        "import numpy as np",
        "import pandas as pd",
        "import plotly.express as px",
        "",
        *_read(rows, panel, file),
        *_prepare(rows, panel),
        "",
        *_draw(rows, panel),
        *_trend(rows, panel),
        "figure.show()",
    ]
    return "\n".join(lines) + "\n"


def _read(rows: pd.DataFrame, panel: PanelSpec, file: str) -> list[str]:
    """Read the columns that the chart needs, each as what it is."""
    used = list(
        dict.fromkeys(filter(None, (panel.x, panel.y, panel.colour, panel.size, panel.facet, panel.animated_by)))
    )
    texts = {label: "str" for label in used if column_kind(rows[label]) == "text"}
    lines = [
        "rows = pd.read_csv(",
        f"    {file!r},",
        f"    usecols={used!r},",
        f"    dtype={texts!r},",
        "    keep_default_na=False,",
        '    na_values=[""],',
        ")",
    ]
    for label in used:
        if column_kind(rows[label]) == "date":
            local = ".dt.tz_localize(None)" if getattr(rows[label].dtype, "tz", None) is not None else ""
            lines.append(f"rows[{label!r}] = pd.to_datetime(rows[{label!r}], format='ISO8601'){local}")
        elif pd.api.types.is_timedelta64_dtype(rows[label].dtype):
            lines.append(f"rows[{label!r}] = pd.to_timedelta(rows[{label!r}]).dt.total_seconds()")
    return lines


def _prepare(rows: pd.DataFrame, panel: PanelSpec) -> list[str]:
    """Do what the chart does before it draws: places, means, the sample, rarer groups."""
    lines = []
    for label, most in ((panel.facet, MAX_FACETS), (panel.colour, len(DATA_COLOURS) + 1)):
        if label is not None and column_kind(rows[label]) == "text":
            lines += _gather(rows, label, most)
    frames = panel.animated_by
    if frames is not None:
        lines += _gather(rows, frames, MAX_FRAMES)
    if panel.kind in ("scatter", "violin"):
        lines += _sample(rows, panel)
    if frames is not None:
        lines.append(f"rows = rows.dropna(subset={[frames]!r})")
        if column_kind(rows[frames]) != "text":
            lines.append(f"rows = rows.sort_values({frames!r}, kind='stable')")
    most_places = _MOST_PLACES.get(panel.kind)
    if most_places is not None:
        lines += _gather(rows, panel.x, most_places)
    if panel.kind in ("line", "bar", "histogram"):
        keys = list(dict.fromkeys(filter(None, (panel.x, _group(rows, panel), panel.facet))))
        if _counts(rows, panel):
            value = ".size()"
        else:
            lines.append(f"rows = rows.dropna(subset={[panel.y]!r})")
            value = f"[{panel.y!r}].mean()"
        lines.append(f"rows = rows.groupby({keys!r}, observed=True){value}.rename({_y(rows, panel)!r}).reset_index()")
    return lines


def _gather(rows: pd.DataFrame, label: str, most: int) -> list[str]:
    """Put a column with more than ``most`` values into as many places, as `find_places` does."""
    column, places = f"rows[{label!r}]", find_places(rows[label], most)
    if places.left_out:
        return [f"{column} = {column}.where({column}.isna() | {column}.isin({places.labels[:-1]!r}), {OTHER_GROUP!r})"]
    if places.kind == "text" or rows[label].nunique() <= most:
        return []
    return [
        f"low, width = {column}.min(), ({column}.max() - {column}.min()) / {most}",
        f"{column} = low + (np.minimum(np.floor(({column} - low) / width), {most - 1}) + 0.5) * width",
    ]


def _sample(rows: pd.DataFrame, panel: PanelSpec) -> list[str]:
    x, y = panel.x, panel.y
    most = MAX_DRAWN_ROWS if panel.animated_by is None else MAX_ANIMATED_ROWS
    drawable = [f"rows = rows.dropna(subset={[x, y]!r}).reset_index(drop=True)"]
    for label, log in ((x, panel.log_x and panel.kind == "scatter"), (y, panel.log_y)):
        if log and column_kind(rows[label]) == "number":
            drawable.append(f"rows = rows[rows[{label!r}] > 0].reset_index(drop=True)")
    if len(rows) <= most:
        return drawable
    ordered = [label for label in (x, y) if column_kind(rows[label]) != "text"]
    ends = ", ".join(f"rows[{label!r}].{end}()" for label in ordered for end in ("argmin", "argmax"))
    return [
        f"# The explorer draws {most:,} rows: a seeded sample that keeps the lowest and highest x and y.",
        *drawable,
        f"if len(rows) > {most}:",
        f"    keep = {{{ends}}}" if ends else "    keep = set()",
        f"    drawn = np.random.default_rng({SAMPLE_SEED}).choice(len(rows), {most}, replace=False)",
        f"    others = drawn[~np.isin(drawn, list(keep))][: {most} - len(keep)]",
        "    rows = rows.loc[sorted(keep | set(others.tolist()))]",
    ]


def _draw(rows: pd.DataFrame, panel: PanelSpec) -> list[str]:
    options = {"x": panel.x, "title": panel.title}
    y = _y(rows, panel)
    options["y"] = y
    group = _group(rows, panel)
    if group is not None:
        options["color"] = group
    elif panel.kind == "scatter" and panel.colour is not None:
        options["color"] = panel.colour
    if panel.facet is not None:
        options |= {"facet_col": panel.facet}
    lines = [f"figure = px.{_FUNCTIONS[panel.kind]}(", "    rows,", *(f"    {k}={v!r}," for k, v in options.items())]
    if panel.facet is not None:
        lines.append("    facet_col_wrap=3,")
    if (frames := panel.animated_by) is not None:
        lines.append(f"    animation_frame={frames!r},")
        lines += [
            f"    range_{axis}=[rows[{label!r}].min(), rows[{label!r}].max()]," for axis, label in _fixed(rows, panel)
        ]
        if column_kind(rows[frames]) == "text":
            lines.append(f"    category_orders={{{frames!r}: {find_places(rows[frames], MAX_FRAMES).labels!r}}},")
    if panel.kind == "density":
        lines.append(f"    nbinsx={DENSITY_BINS}, nbinsy={DENSITY_BINS},")
    if panel.kind == "scatter" and panel.size is not None and column_kind(rows[panel.size]) == "number":
        lines.append(f"    size=rows[{panel.size!r}].fillna(0).clip(lower=0),")
    if group is not None:
        shades = dict(zip(largest_groups(rows[group]), DATA_COLOURS, strict=False)) | {OTHER_GROUP: OTHER_COLOUR}
        lines.append(f"    color_discrete_map={shades!r},")
    for axis, label, log in (("x", panel.x, panel.log_x), ("y", panel.y, panel.log_y)):
        is_number = column_kind(rows[label]) == "number" or (axis == "y" and _counts(rows, panel))
        if log and is_number and panel.kind != "density" and (axis == "y" or panel.kind in ("scatter", "line")):
            lines.append(f"    log_{axis}=True,")
    return [*lines, ")"]


def _trend(rows: pd.DataFrame, panel: PanelSpec) -> list[str]:
    kinds = {column_kind(rows[panel.x]), column_kind(rows[panel.y])}
    if not panel.trend or panel.kind != "scatter" or kinds != {"number"} or panel.log_x or panel.log_y:
        return []
    return [
        "",
        f"known = rows[[{panel.x!r}, {panel.y!r}]].dropna()",
        f"slope, intercept = np.polyfit(known[{panel.x!r}], known[{panel.y!r}], 1)",
        f"ends = np.array([known[{panel.x!r}].min(), known[{panel.x!r}].max()])",
        "figure.add_scatter(x=ends, y=slope * ends + intercept, mode='lines', name='Trend')",
    ]


def _fixed(rows: pd.DataFrame, panel: PanelSpec) -> list[tuple[str, str]]:
    """List the axes of numbers or dates, whose range must hold all frames."""
    axes = (("x", panel.x), ("y", panel.y))
    return [(axis, label) for axis, label in axes if column_kind(rows[label]) != "text"]


def _group(rows: pd.DataFrame, panel: PanelSpec) -> str | None:
    """Return the colour column where it makes groups."""
    is_text = panel.colour is not None and column_kind(rows[panel.colour]) == "text"
    return panel.colour if is_text and panel.kind != "density" else None


def _counts(rows: pd.DataFrame, panel: PanelSpec) -> bool:
    """Tell whether the chart counts rows."""
    return panel.kind == "histogram" or (panel.kind in ("line", "bar") and column_kind(rows[panel.y]) != "number")


def _y(rows: pd.DataFrame, panel: PanelSpec) -> str:
    """Name the column that is drawn upwards."""
    if _counts(rows, panel):
        return _COUNT
    return f"Mean of {panel.y}" if panel.kind in ("line", "bar") else panel.y

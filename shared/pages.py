"""The pages beside the explorer, as Markdown: the published comparison and what this is. Imports explorer_spec."""

import re
from base64 import b64encode
from pathlib import Path
from typing import Final

from shared.explorer_spec import MAX_DRAWN_ROWS, MAX_PANELS, MAX_UPLOAD_BYTES

PUBLISHED: Final = Path(__file__).resolve().parents[1] / "benchmarks" / "published"
NO_REPORT: Final = "No report is published here. `make bench` measures this machine and writes one."
_BRACKET: Final = re.compile(r"(?<![!\\])\[(?=[^\]\[]*\](?!\())")
"""Opens an interval, such as [0.9, 1.1]: some readers of Markdown take it for a link whose address is missing."""
_IMAGE: Final = re.compile(r"!\[([^\]]*)\]\(([\w.-]+\.svg)\)")


def report_markdown(folder: Path = PUBLISHED) -> str:
    """Return the published report with its pictures within, so that nothing more is requested.

    Parameters
    ----------
    folder : Path
        Holds ``REPORT.md`` and the pictures that it names; without it the text says how to make one.
    """
    try:
        text = (folder / "REPORT.md").read_text("utf-8")
    except FileNotFoundError:
        return NO_REPORT

    def within(found: re.Match[str]) -> str:
        picture = folder / found[2]
        if not picture.is_file():
            return found[1]
        return f"![{found[1]}](data:image/svg+xml;base64,{b64encode(picture.read_bytes()).decode()})"

    return _IMAGE.sub(within, _BRACKET.sub(r"\[", text))


def about_markdown(framework: str, tier: str) -> str:
    """Say what the explorer is, how this one updates its page, and what its limits are.

    Parameters
    ----------
    framework, tier : str
        Which of the two explorers this is, and how its updates are written.
    """
    return f"""## About this explorer

This is one of two explorers of CSV files that look and answer alike: one is written with Dash, the other with
Streamlit. They exist to be compared. **This one is written with {framework}, in the tier "{tier}".**

A file stays on the server that you started; nothing is sent anywhere else.

| limit | value |
|---|---|
| size of a file | {MAX_UPLOAD_BYTES // 1024**2} MB |
| panels on a page | {MAX_PANELS} |
| points in a chart of single rows | {MAX_DRAWN_ROWS:,}; the caption says of how many rows |

Charts of means, counts and quartiles are made of all rows. What was measured is on the page "Report".
"""

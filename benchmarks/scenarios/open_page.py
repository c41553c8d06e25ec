"""Opening the page on a stored dataset, with an empty browser cache and a server that has served before."""

from typing import Final

from benchmarks.model import Scenario

SCENARIO: Final = Scenario(
    name="open_page",
    description="Open the address of a stored dataset in a new browser profile, until every panel is drawn.",
    per_panel=False,
    action=None,
    prediction=(
        "Both grow by some 100 ms a panel, most of it drawing in the browser. Dash ahead at many panels; Streamlit's "
        "bundle is larger, so that Dash is ahead at one panel too. Response (the first panel) stays nearly flat in "
        "Streamlit, which streams in script order, and in Dash grows with the number of callbacks in flight."
    ),
)

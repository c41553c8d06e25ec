"""What the user does: one module a scenario, each with its prediction, written before the first run."""

from typing import Final

from benchmarks.model import Scenario
from benchmarks.scenarios import change_axis, global_filter, open_page, rename_title

SCENARIOS: Final[dict[str, Scenario]] = {
    module.SCENARIO.name: module.SCENARIO for module in (open_page, change_axis, rename_title, global_filter)
}

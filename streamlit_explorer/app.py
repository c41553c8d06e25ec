"""Entry point, wiring only: Streamlit runs this script once a full run; ``python -m streamlit_explorer`` serves it."""

import importlib
import os

# Streamlit puts this file's folder on sys.path, so that `import panels` would work here and nowhere else: every
# import names the package.
from shared.explorer_spec import DEFAULT_TIER, TIERS
from streamlit_explorer import layout, runs, state
from streamlit_explorer.server import ENVIRONMENT_TIER


def main() -> None:
    """Run the page once, as the tier in the environment draws it."""
    tier = os.environ.get(ENVIRONMENT_TIER, DEFAULT_TIER)
    if tier not in TIERS:
        raise ValueError(f"{ENVIRONMENT_TIER}={tier}: there is no such tier. Use one of {', '.join(TIERS)}.")
    with runs.counted("full_runs"):
        layout.configure()
        importlib.import_module(f"streamlit_explorer.tiers.{tier}").show(state.current_page())


if __name__ == "__main__":
    main()

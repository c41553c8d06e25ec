"""Entry point, wiring only: Streamlit runs this script once a full run; ``python -m streamlit_explorer`` serves it."""

import importlib
import os
from functools import partial

import streamlit as st

# Streamlit puts this file's folder on sys.path, so that `import panels` would work here and nowhere else: every
# import names the package.
from shared.explorer_spec import DEFAULT_TIER, PAGE_ABOUT, PAGE_EXPLORER, PAGE_REPORT, TIERS
from streamlit_explorer import address, layout, runs, texts
from streamlit_explorer.server import ENVIRONMENT_TIER


def main() -> None:
    """Run the page once, as the tier in the environment draws it."""
    tier = os.environ.get(ENVIRONMENT_TIER, DEFAULT_TIER)
    if tier not in TIERS:
        raise ValueError(f"{ENVIRONMENT_TIER}={tier}: there is no such tier. Use one of {', '.join(TIERS)}.")
    with runs.counted("full_runs"):
        layout.configure()
        pages = _pages(tier)
        shown = st.navigation(pages, position="hidden")
        layout.links(pages, shown)
        shown.run()


def _pages(tier: str) -> list[st.Page]:
    explorer = importlib.import_module(f"streamlit_explorer.tiers.{tier}")
    return [
        st.Page(lambda: explorer.show(address.current_page()), title=PAGE_EXPLORER, url_path="", default=True),
        st.Page(texts.report, title=PAGE_REPORT, url_path="report"),
        st.Page(partial(texts.about, tier), title=PAGE_ABOUT, url_path="about"),
    ]


if __name__ == "__main__":
    main()

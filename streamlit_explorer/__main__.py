"""Lets ``python -m streamlit_explorer`` start the server."""

from streamlit_explorer.server import main

main()

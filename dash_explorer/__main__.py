"""Lets ``python -m dash_explorer`` start the server."""

from dash_explorer.app import main

main()

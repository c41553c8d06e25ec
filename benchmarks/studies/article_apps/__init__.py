"""The smallest explorer in each framework, as the comparison article teaches it, timed beside the optimised explorers.

``dash_app.py`` and ``streamlit_app.py`` are the apps: a server process runs them and nothing here imports them.
``drivers.py`` starts them and acts on them, ``answers.py`` says what they must show, ``plan.py`` what is measured.
"""

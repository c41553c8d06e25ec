"""The page of the Streamlit explorer in Streamlit's own test tool: what is on it, and how it is acted on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from streamlit_explorer import state

SCRIPT = Path(state.__file__).with_name("app.py")
FLAT_TIERS = ("naive", "idiomatic")

Open = Callable[..., AppTest]


def open_app(**parameters: str) -> AppTest:
    """Run the app once, with the address's parameters."""
    app = AppTest.from_file(SCRIPT, default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def page_of(app: AppTest) -> state.Page:
    page: state.Page = app.session_state["page"]
    return page


def address(app: AppTest) -> dict[str, str]:
    return {name: value[-1] if isinstance(value, list) else value for name, value in app.query_params.items()}


def figures(app: AppTest) -> list[dict[str, Any]]:
    """Plotly figures of the page as they are sent to the browser."""
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def metas(app: AppTest, name: str) -> list[Any]:
    """One of the answers that each figure carries."""
    return [figure["layout"]["meta"][name] for figure in figures(app)]


def axes(app: AppTest) -> list[tuple[str, str]]:
    return list(zip(metas(app, "x"), metas(app, "y"), strict=True))


def html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def shown(markdown: str) -> str:
    """What the browser makes of a text in which every sign is escaped."""
    return markdown.replace("\\", "")


def alerts(app: AppTest) -> list[str]:
    return [shown(error.value) for error in app.error]


def captions(app: AppTest) -> list[str]:
    return [shown(caption.value) for caption in app.caption]


def buttons(app: AppTest, label: str) -> list[Any]:
    return [button for button in app.button if button.label == label]


def click(app: AppTest, label: str, *, again: bool = True) -> None:
    """Click the one button of this name; then draw the whole page again, unless what the click ran is of interest."""
    (button,) = buttons(app, label)
    button.click().run()
    if again:
        app.run()


def number(app: AppTest, label: str) -> Any:
    return next(box for box in app.number_input if box.label == label)


def choices(app: AppTest, label: str) -> Any:
    return next(box for box in app.selectbox if box.label == label)


def change(app: AppTest, widget: Any, value: object) -> None:
    """Change a widget and draw the whole page again: AppTest forgets what a fragment run did not draw."""
    widget.set_value(value).run()
    app.run()


def filter_by(app: AppTest, column: str, **bounds: float) -> None:
    change(app, choices(app, "Filter column"), column)
    for label, value in bounds.items():
        change(app, number(app, label), value)


def open_tab(app: AppTest, tier: str, name: str) -> None:
    """Open a tab; flat scripts fill them all."""
    if tier == "optimised":
        app.session_state["open-tab"] = name
        app.run()

"""What the article's apps must show: every row, computed from the data before anything is timed. Imports answers."""

from dataclasses import replace

import numpy as np
import pandas as pd

from benchmarks.answers import PanelAnswer, Screen, checksum
from benchmarks.flights import Dataset
from shared.explorer_spec import default_axes, default_panel


class AllRows:
    """Expected answers of an app with one chart of all rows, without title, caption or count of rows.

    Parameters
    ----------
    frame : DataFrame
        The dataset; the columns on the axes are numeric.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def first_screen(self, panels: int) -> Screen:
        """Return the screen that a visitor makes first: the axes that an explorer's first panel opens with.

        Raises
        ------
        ValueError
            If more than the one chart is asked for.
        """
        if panels != 1:
            raise ValueError(f"{panels} panels: the article's apps have one chart; ask for 1")
        return Screen((replace(default_panel(default_axes(self._frame), 0), title=""),))

    def rows(self, screen: Screen) -> None:
        """Return None: nothing on the page counts the rows."""

    def panel(self, screen: Screen, place: int) -> PanelAnswer:
        """Return what the chart must show: the names of both columns and every value of them."""
        panel = screen.panels[place]
        x, y = (self._frame[label].to_numpy(dtype=np.float64, na_value=np.nan) for label in (panel.x, panel.y))
        return PanelAnswer(
            place=place,
            # Title, both axes, then the five facts that only an explorer's chart carries.
            answer="|".join((panel.title, panel.x, panel.y, *[""] * 5)),
            caption=None,
            checksum=checksum([{"x": x, "y": y}]),
            points=int((np.isfinite(x) & np.isfinite(y)).sum()),
        )


def all_rows(dataset: Dataset) -> AllRows:
    """Return what the article's apps must show of a dataset."""
    return AllRows(dataset.frame)

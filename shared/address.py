"""The page's state in its address: a link shows the same panels and filter. Imports explorer_spec, filtering.

The text is JSON, ``{"panels": [...], "filter": {...}}``. A panel holds what differs from the default one at its place,
so that a page of default panels stays short.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from shared.errors import AddressError
from shared.explorer_spec import KIND_LABELS, MAX_PANELS, PanelSpec, default_panel, fit_panel
from shared.filtering import Filter, FilterError, from_dict, to_dict

_OPTIONAL_TEXT: Final = ("colour", "size", "facet", "animate")
_FIELDS: Final = tuple(field.name for field in fields(PanelSpec) if field.name != "panel_id")
_MAX_TITLE_CHARACTERS: Final = 1_000


def to_view(panels: Sequence[PanelSpec], axes: Sequence[str], chosen: Filter) -> str | None:
    """Word the state of a page; None where all panels are default ones and nothing is filtered.

    Parameters
    ----------
    panels : sequence of PanelSpec
        In the order of the page.
    axes : sequence of str
        From `default_axes`.
    chosen : Filter
        The filter.
    """
    changed = [_changed(panel, default_panel(axes, place)) for place, panel in enumerate(panels)]
    state: dict[str, Any] = {}
    if any(changed):
        state["panels"] = changed
    if chosen != Filter():
        state["filter"] = _shortened(to_dict(chosen))
    return json.dumps(state, separators=(",", ":"), ensure_ascii=False) if state else None


def from_view(text: str, columns: Collection[str], axes: Sequence[str]) -> tuple[list[PanelSpec], Filter]:
    """Read what `to_view` wrote; anybody can write an address, so nothing in it is trusted.

    Parameters
    ----------
    text : str
        From the address.
    columns : collection of str
        Labels of the dataset; a panel whose axes it lacks becomes a default one.
    axes : sequence of str
        From `default_axes`.

    Returns
    -------
    panels : list of PanelSpec
        Numbered from 0; empty where the text names none.
    chosen : Filter
        The filter.

    Raises
    ------
    AddressError
        If the text is not what `to_view` writes.
    """
    try:
        state = json.loads(text)
        told = list(state.get("panels", ()))[:MAX_PANELS]
        panels = [_panel(changed, default_panel(axes, place)) for place, changed in enumerate(told)]
        chosen = from_dict(state["filter"]) if "filter" in state else Filter()
    except (AttributeError, FilterError, TypeError, ValueError) as error:
        raise AddressError(
            f"view={text[:40]}", "this part of the address cannot be read", "Open the link again, or begin anew."
        ) from error
    others = tuple(other for other in chosen.others if other.column in columns)
    chosen = replace(chosen if chosen.column in columns else Filter(), others=others)
    return [fit_panel(panel, columns, axes) for panel in panels], chosen


def _shortened(told: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing."""
    others = [_shortened(other) for other in told["others"]] if "others" in told else []
    return {name: value for name, value in {**told, "others": others}.items() if value not in (None, [])}


def _changed(panel: PanelSpec, default: PanelSpec) -> dict[str, Any]:
    return {name: getattr(panel, name) for name in _FIELDS if getattr(panel, name) != getattr(default, name)}


def _panel(changed: dict[str, Any], default: PanelSpec) -> PanelSpec:
    known = {name: _checked(name, value) for name, value in changed.items() if name in _FIELDS}
    return replace(default, **known)


def _checked(name: str, value: Any) -> Any:
    """Return a panel's choice if it has the type that belongs to it."""
    if name.startswith("log_") or name in ("trend", "select"):
        return bool(value)
    if name == "kind":
        if value not in KIND_LABELS:
            raise ValueError(value)
        return value
    if name in _OPTIONAL_TEXT and not value:
        return None
    if not isinstance(value, str):
        raise TypeError(value)
    return value[:_MAX_TITLE_CHARACTERS]

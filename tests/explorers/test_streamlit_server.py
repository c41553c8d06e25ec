"""How the Streamlit explorer is served and driven, without a browser."""

from typing import Any

import pytest
import streamlit as st
import streamlit.config
from streamlit.testing.v1 import AppTest

from shared.explorer_spec import MAX_UPLOAD_BYTES, UNEXPECTED_ERROR
from shared.theme import DARK, LIGHT
from streamlit_explorer import server
from streamlit_explorer.driver import DRIVER


def known_options() -> set[str]:
    sections = {name.rpartition(".")[0] for name in server.options(host="127.0.0.1", port=1)}
    return {f"{section}.{name}" for section in sections for name in streamlit.config.get_options_for_section(section)}


@pytest.mark.parametrize("dev", [False, True])
def test_every_option_is_one_that_streamlit_knows(dev: bool) -> None:
    assert server.options(host="127.0.0.1", port=1, dev=dev).keys() <= known_options()


def test_production_tells_nobody_and_watches_nothing() -> None:
    options = server.options(host="127.0.0.1", port=8600)
    assert options["server.address"] == "127.0.0.1"
    assert options["server.port"] == 8600
    assert options["browser.gatherUsageStats"] is False
    assert options["server.fileWatcherType"] == "none"
    assert options["client.showErrorDetails"] == "none"
    assert options["client.toolbarMode"] == "minimal"
    assert options["server.maxUploadSize"] * 1024**2 > MAX_UPLOAD_BYTES, "our own words refuse a file over the cap"


def test_the_development_server_shows_errors_and_still_tells_nobody() -> None:
    options = server.options(host="127.0.0.1", port=1, dev=True)
    assert options["client.showErrorDetails"] == "full"
    assert options["server.runOnSave"] is True
    assert options["browser.gatherUsageStats"] is False


def test_light_and_dark_take_their_colours_from_the_theme_and_no_font_from_another_host() -> None:
    options = server.options(host="127.0.0.1", port=1)
    assert options["theme.light.textColor"] == LIGHT.text
    assert options["theme.dark.textColor"] == DARK.text
    assert "://" not in str(options["theme.fontFaces"])


def test_an_unforeseen_error_is_shown_without_what_failed() -> None:
    def fail() -> None:
        from streamlit_explorer.server import say_unexpected

        assert say_unexpected(KeyError("/srv/secret/path"))

    app = AppTest.from_function(fail).run()
    assert [error.value for error in app.error] == [UNEXPECTED_ERROR]


def test_an_unknown_tier_is_named_with_those_that_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(server.ENVIRONMENT_TIER, "fastest")
    app = AppTest.from_file(server.SCRIPT).run()
    (error,) = app.exception
    assert "EXPLORER_TIER=fastest" in error.message
    assert "naive, idiomatic, optimised" in error.message


def test_the_arms_differ_in_streamlits_garbage_collection_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[dict[str, Any]] = []
    monkeypatch.setenv(server.ENVIRONMENT_TIER, "naive")  # what main() sets ends with the test
    monkeypatch.setattr(st.App, "run", lambda self, config: served.append(config))
    monkeypatch.setattr(server.outbox, "keep_unsent", lambda: None)  # it would outlive the test
    for arm in DRIVER.arms:
        server.main(DRIVER.command(tier="optimised", arm=arm, port=8601)[3:])
    default, off = served
    assert {name for name in default if default[name] != off[name]} == {"runner.postScriptGC"}
    assert off["runner.postScriptGC"] is False


def test_the_driver_starts_one_tier_on_this_machine_alone() -> None:
    command = DRIVER.command(tier="naive", arm="default", port=8601)
    assert command[1:] == ["-m", "streamlit_explorer", "--host", "127.0.0.1", "--port", "8601", "--tier", "naive"]

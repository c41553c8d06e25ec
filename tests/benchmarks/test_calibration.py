"""The clock: a known delay is reported over both transports, and a clock that is off is said to be off."""

import json

import pytest

from benchmarks import __main__ as command_line
from benchmarks import calibration
from benchmarks.calibration import Calibration, Measured, calibrate


def measured(transport: str, delay_ms: float, settled_ms: float) -> Measured:
    return Measured(transport, delay_ms, settled_ms, settled_ms, settled_ms, settled_ms, 5)


@pytest.mark.browser
def test_a_known_delay_is_never_reported_shorter_over_http_or_websocket() -> None:
    found = {(m.transport, m.delay_ms): m for m in calibrate(delays_ms=(0, 200), repeats=3).measured}
    assert set(found) == {("http", 0), ("http", 200), ("websocket", 0), ("websocket", 200)}
    for (_, delay_ms), m in found.items():
        assert m.fastest_ms >= delay_ms
        assert m.response_ms <= m.settled_ms
        assert m.samples == 3
    # The whole delay is there: what took no delay is faster by at least half of it.
    for transport in ("http", "websocket"):
        assert found[transport, 200].fastest_ms - found[transport, 0].fastest_ms > 100


def test_a_clock_within_a_frame_is_right() -> None:
    exact = [measured("http", 100, 110), measured("websocket", 100, 116.9), measured("http", 0, 20)]
    assert Calibration([*exact, measured("websocket", 0, 36)]).problems() == []


@pytest.mark.parametrize("settled_ms", [99.9, 117.1])
def test_a_clock_that_is_off_by_more_than_a_frame_or_too_early_is_wrong(settled_ms: float) -> None:
    problems = Calibration([measured("http", 100, settled_ms)]).problems()
    assert len(problems) == 2
    assert "http: 100 ms are reported as" in problems[0]


def test_transports_that_differ_without_a_delay_are_wrong() -> None:
    (problem,) = Calibration([measured("http", 0, 10), measured("websocket", 0, 28)]).problems()
    assert "the transports differ" in problem


def test_the_command_tells_by_its_status_and_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calibration, "calibrate", lambda: Calibration([measured("http", 100, 105)]))
    assert command_line.main(["calibrate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    monkeypatch.setattr(calibration, "calibrate", lambda: Calibration([measured("http", 100, 305)]))
    assert command_line.main(["calibrate"]) == 1
    assert "305" in capsys.readouterr().out

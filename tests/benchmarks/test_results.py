"""Samples on disk: what is written is read back, and what is no sample is refused with its line and reason."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import results
from benchmarks.results import Sample, SampleFormatError, from_dict, to_dict

SAMPLE = Sample(
    framework="dash",
    tier="naive",
    arm="default",
    scenario="change_axis",
    position="first",
    panels=8,
    rows=1_000,
    rtt_ms=0.0,
    users=1,
    run=0,
    repeat=2,
    response_ms=12.5,
    settled_ms=13,
    bytes_up=7,
)


def test_samples_come_back_as_they_were_written_and_later_ones_are_added(tmp_path: Path) -> None:
    other = dataclasses.replace(SAMPLE, response_ms=None, settled_ms=None, bytes_up=None, error="server said: «nein»\n")
    results.append(tmp_path, [SAMPLE])
    results.append(tmp_path, [other])
    assert results.read(tmp_path) == [SAMPLE, other]
    assert len((tmp_path / results.SAMPLES_FILE).read_text("utf-8").splitlines()) == 2


def test_a_sample_is_flat_and_names_every_field_that_the_format_promises() -> None:
    data = to_dict(SAMPLE)
    promised = (
        "schema_version framework tier arm scenario position panels rows rtt_ms users run repeat response_ms "
        "settled_ms inp_ms server_cpu_ms bytes_up bytes_down http_requests ws_messages callbacks full_runs "
        "fragment_runs figures_built error"
    )
    assert list(data)[: len(promised.split())] == promised.split()
    assert not [name for name, value in data.items() if isinstance(value, dict | list)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"panels": "8"}, "panels is '8', it must be int"),
        ({"panels": True}, "panels is True, it must be int"),
        ({"error": 0}, "error is 0, it must be str or null"),
        ({"response_ms": "12"}, "response_ms is '12', it must be float or null or int"),
        ({"color": 1}, "unknown fields: color"),
        ({"schema_version": 99}, "schema_version is 99, this program reads 1"),
    ],
)
def test_a_field_of_another_type_name_or_version_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(SampleFormatError) as caught:
        from_dict({**to_dict(SAMPLE), **change})
    assert str(caught.value) == reason


def test_a_missing_field_is_refused_and_not_taken_for_null() -> None:
    data = to_dict(SAMPLE)
    del data["error"], data["run"]
    with pytest.raises(SampleFormatError, match="missing fields: run, error"):
        from_dict(data)


def test_reading_names_the_line_that_is_no_sample(tmp_path: Path) -> None:
    results.append(tmp_path, [SAMPLE])
    with (tmp_path / results.SAMPLES_FILE).open("a") as file:
        file.write(json.dumps(to_dict(SAMPLE))[:40])
    with pytest.raises(SampleFormatError, match="line 2: no JSON"):
        results.read(tmp_path)


def test_replacing_leaves_no_old_line_and_no_other_file(tmp_path: Path) -> None:
    results.append(tmp_path, [SAMPLE, SAMPLE])
    results.replace_all(tmp_path, [SAMPLE])
    assert results.read(tmp_path) == [SAMPLE]
    assert [path.name for path in tmp_path.iterdir()] == [results.SAMPLES_FILE]


def test_the_environment_comes_back_as_it_was_written(tmp_path: Path) -> None:
    environment = {"profile": "quick", "blocks": [{"block": 0, "loop_ms": 12.5}], "finished": None}
    results.write_environment(tmp_path, environment)
    assert results.read_environment(tmp_path) == environment

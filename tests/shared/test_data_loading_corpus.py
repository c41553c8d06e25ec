"""The loader against the seeded corpus: every kind of pollution, header, rows and cells."""

import pytest

from shared.data_loading import load_csv
from tests.shared.corpus import PollutedFile, polluted_files, score

FILES = polluted_files(1, rows=30)
KINDS = sorted({file.kind for file in FILES})


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_pollution_reads_as_a_careful_person_would_type_it(kind: str) -> None:
    wrong = [file.name for file in FILES if file.kind == kind and not reads_right(file)]
    assert wrong == []


def reads_right(file: PollutedFile) -> bool:
    loaded = load_csv(file.data, infer_types=False)
    names = list(loaded.frame.columns) if loaded.dialect.has_header else []
    same = loaded.dialect.delimiter == file.delimiter and loaded.dialect.has_header == bool(file.header)
    return bool(same and score(file, names, loaded.frame.to_numpy().tolist()).perfect)


def test_the_corpus_is_the_same_for_the_same_seed() -> None:
    assert [file.data for file in polluted_files(3, rows=9)] == [file.data for file in polluted_files(3, rows=9)]


def test_the_score_finds_a_wrong_cell_a_lost_row_and_a_wrong_name() -> None:
    file = FILES[0]
    assert score(file, file.header, file.rows).perfect
    assert score(file, file.header, [["wrong", *file.rows[0][1:]], *file.rows[1:]]).cell_recall < 1
    assert score(file, file.header, file.rows[1:]).record_recall < 1
    assert score(file, ["wrong", *file.header[1:]], file.rows).header_precision < 1

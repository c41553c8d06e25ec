"""Which rows are drawn."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sampling import sample_positions


def test_all_rows_are_taken_while_they_fit() -> None:
    assert sample_positions(5, 5).tolist() == [0, 1, 2, 3, 4]
    assert sample_positions(0, 5).tolist() == []


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    first = sample_positions(1_000_000, 1_000, keep=(3, 999_999))
    assert np.array_equal(first, sample_positions(1_000_000, 1_000, keep=(3, 999_999)))
    assert not np.array_equal(first, sample_positions(1_000_000, 1_000, keep=(3, 999_999), seed=1))


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.integers(min_value=0, max_value=3_000),
    st.integers(min_value=1, max_value=300),
    st.lists(st.integers(min_value=0, max_value=2_999), max_size=8),
    st.integers(min_value=0, max_value=2**32),
)
def test_a_sample_is_sorted_distinct_full_and_holds_what_is_kept(
    n_rows: int, limit: int, keep: list[int], seed: int
) -> None:
    kept = [position for position in keep if position < n_rows]
    chosen = sample_positions(n_rows, limit, keep=kept, seed=seed).tolist()
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(n_rows, limit)
    assert all(0 <= position < n_rows for position in chosen)
    assert set(list(dict.fromkeys(kept))[:limit]) <= set(chosen)


def test_rows_are_drawn_evenly_from_the_whole_frame() -> None:
    quarters = np.bincount(sample_positions(1_000_000, 10_000) // 250_000, minlength=4)
    assert quarters.min() > 2_200

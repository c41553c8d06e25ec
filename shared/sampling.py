"""Chooses the rows that a chart draws: a seeded sample that keeps named rows. Imports nothing of ours but the seed."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from shared.explorer_spec import SAMPLE_SEED


def sample_positions(
    n_rows: int, limit: int, *, keep: Iterable[int] = (), seed: int = SAMPLE_SEED
) -> NDArray[np.int64]:
    """Choose row positions, the same ones each time for the same arguments.

    Parameters
    ----------
    n_rows : int
        Rows to choose from.
    limit : int
        Rows to choose at most; the kept ones count.
    keep : iterable of int
        Positions that must be in the sample (a chart's extremes). The first ``limit`` of them if there are more.
    seed : int
        Of the random generator.

    Returns
    -------
    int array, shape (min(n_rows, limit),)
        Sorted, without repetition. Costs O(limit), whatever ``n_rows``.
    """
    if n_rows <= limit:
        return np.arange(n_rows, dtype=np.int64)
    kept = np.array(list(dict.fromkeys(int(position) for position in keep))[:limit], dtype=np.int64)
    drawn = np.random.default_rng(seed).choice(n_rows, size=limit, replace=False)
    # One random row makes room for each kept row that was not drawn anyway.
    others = drawn[~np.isin(drawn, kept)][: limit - len(kept)]
    return np.sort(np.concatenate([kept, others.astype(np.int64)]))

"""Which examples are shown, when they are too many to show all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def sample(
    differences: Sequence[npt.NDArray[np.float64]],
    examples: int,
    most: int,
    seed: int,
    remarkable: Sequence[int] = (),
) -> npt.NDArray[np.intp]:
    """The indices of up to `most` of the examples, ascending: the `remarkable` ones; for each array of differences
    those that fall most and those that rise most, a quarter of `most` for either shared among the arrays; and the rest
    drawn at random."""
    if examples <= most:
        return np.arange(examples)
    each = max(1, most // (4 * len(differences))) if differences else 0
    chosen: dict[int, None] = dict.fromkeys(at for at in remarkable if at < examples)
    for found in differences:
        order = np.argsort(np.where(np.isfinite(found), found, 0), kind="stable")
        chosen.update(dict.fromkeys(int(at) for at in (*order[:each], *order[::-1][:each])))
    chosen = dict.fromkeys(list(chosen)[:most])
    rest = np.setdiff1d(np.arange(examples), np.fromiter(chosen, np.intp, len(chosen)), assume_unique=True)
    drawn = np.random.default_rng(seed).choice(rest, most - len(chosen), replace=False)
    return np.sort(np.concatenate([np.fromiter(chosen, np.intp, len(chosen)), drawn]))

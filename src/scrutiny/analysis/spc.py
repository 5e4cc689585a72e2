"""Statistical process control on arrays: the limits of many XmR charts and their signals at once.

XmR: individual values and their moving ranges (W. A. Shewhart, 1931; D. J. Wheeler, Understanding
Variation, 2nd edition, 2000). The rules are those of the NHS Making Data Count programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

LIMIT_FACTOR = 2.66  # 3 / d2, with d2 = 1.128 for ranges of two values (Wheeler 2000)
SCREEN_FACTOR = 3.267  # D4 for ranges of two values: the upper limit of a moving range
RUN = 7  # points of a shift or a trend (Making Data Count)
NEAR = 2 / 3  # of the way from the mean to a limit, for two of three
# Values this close to a line, for their size, are on it: what binary arithmetic adds is no signal.
ON_THE_LINE = 1e-12

Signal = Literal["outside limits", "trend", "two of three", "shift"]
# In order of precedence: a point that meets several rules is named by the first.
SIGNALS: tuple[Signal, ...] = ("outside limits", "trend", "two of three", "shift")

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Limits:
    """Arrays of the values' shape (series, points).

    `mean`, `lower` and `upper` are NaN where there are too few values to give them. `signal` is
    -1 for none, else an index of `SIGNALS`; `side` is 1 above, -1 below, 0 where no signal is.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    signal: Integers
    side: Integers


def limits_and_signals(values: Floats, phases: Integers, *, screen: bool = False) -> Limits:
    """XmR limits and signals of each row of `values` (series, points); NaN is a missing value.

    `phases`, of the same shape, numbers the phase of each point from 0; each phase has its own
    mean and limits, and no moving range or run crosses from one to the next, or over a missing
    value. `screen` leaves out moving ranges of 3.267 times their mean or more, once. A limit may
    lie below nought: whoever draws a count draws it at nought.
    """
    rows, _ = values.shape
    groups = int(phases.max(initial=0)) + 1
    key = phases + groups * np.arange(rows)[:, None]
    mean = _group_mean(values, key, groups * rows)[key]

    same = phases[:, 1:] == phases[:, :-1]
    ranges = np.where(same, np.abs(np.diff(values)), np.nan)
    range_mean = _group_mean(ranges, key[:, 1:], groups * rows)
    if screen:
        bound = SCREEN_FACTOR * range_mean[key[:, 1:]]
        kept = np.where(ranges < bound * (1 - ON_THE_LINE), ranges, np.nan)
        # A series that never moves has ranges of nought, which are not below nought: keep them.
        kept = np.where(bound == 0, ranges, kept)
        range_mean = _group_mean(kept, key[:, 1:], groups * rows)
    reach = LIMIT_FACTOR * range_mean[key]

    scale = ON_THE_LINE * np.maximum(np.abs(values), np.abs(mean))
    sides = _side(values - mean, scale)
    outside = _side(values - mean, reach + scale)
    near = _side(values - mean, NEAR * reach + scale)
    steps = np.zeros(values.shape, dtype=np.int64)
    step_scale = np.maximum(scale[:, 1:], scale[:, :-1])
    steps[:, 1:] = np.where(same, _side(np.diff(values), step_scale), 0)

    rules = (outside, _trend(steps), _two_of_three(near, values, phases), _shift(sides, phases))
    signal = np.full(values.shape, -1, dtype=np.int64)
    side = np.zeros(values.shape, dtype=np.int64)
    for number, found in reversed(list(enumerate(rules))):
        signal = np.where(found != 0, number, signal)
        side = np.where(found != 0, found, side)
    return Limits(mean, mean - reach, mean + reach, signal, side)


def _group_mean(values: Floats, key: Integers, groups: int) -> Floats:
    """The mean of the known values of each group; NaN for a group without any."""
    known = ~np.isnan(values)
    counts = np.bincount(key[known], minlength=groups)
    sums = np.bincount(key[known], weights=values[known], minlength=groups)
    means: Floats = np.full(groups, np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means


def _side(distance: Floats, reach: Floats) -> Integers:
    """1 where `distance` is above `reach`, -1 where it is below -`reach`, else 0; NaN gives 0."""
    return (distance > reach).astype(np.int64) - (distance < -reach).astype(np.int64)


def _mark(found: Integers, length: int) -> Integers:
    """Spread a verdict on each window of `length` points (series, windows) over its points.

    A point of two windows has the later one's: a turning point belongs to the trend it begins.
    """
    rows, windows = found.shape
    marked = np.zeros((rows, windows + length - 1), dtype=np.int64)
    for offset in reversed(range(length)):
        part = marked[:, offset : offset + windows]
        np.copyto(part, found, where=found != 0)
    return marked


def _alike(windows: Integers) -> Integers:
    """1 or -1 where every value of a window (last axis) is 1 or is -1, else 0."""
    up, down = (windows == 1).all(axis=-1), (windows == -1).all(axis=-1)
    found: Integers = up.astype(np.int64) - down.astype(np.int64)
    return found


def _trend(steps: Integers) -> Integers:
    """Seven points, each above the last (or each below it): six steps the same way."""
    if steps.shape[1] < RUN:
        return np.zeros_like(steps)
    return _mark(_alike(sliding_window_view(steps[:, 1:], RUN - 1, axis=1)), RUN)


def _shift(sides: Integers, phases: Integers) -> Integers:
    """Seven points in a row on one side of the mean; a point on the mean ends a shift."""
    if sides.shape[1] < RUN:
        return np.zeros_like(sides)
    found = _alike(sliding_window_view(sides, RUN, axis=1))
    return _mark(np.where(phases[:, RUN - 1 :] == phases[:, : 1 - RUN], found, 0), RUN)


def _two_of_three(near: Integers, values: Floats, phases: Integers) -> Integers:
    """The points near or beyond a limit, where two of three in a row are so on one side."""
    marked = np.zeros_like(near)
    if near.shape[1] < 3:
        return marked
    whole = (phases[:, 2:] == phases[:, :-2]) & ~np.isnan(
        sliding_window_view(values, 3, axis=1)
    ).any(axis=-1)
    for side in (1, -1):
        found = (sliding_window_view(near == side, 3, axis=1).sum(axis=-1) >= 2) & whole
        spread = _mark(found.astype(np.int64), 3)
        marked = np.where((spread == 1) & (near == side), side, marked)
    return marked

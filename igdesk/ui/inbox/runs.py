"""Numbers as stretches, so that neighbouring rows change in one step."""

from collections.abc import Iterator, Sequence


def runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as stretches without a hole, each its first and last number."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[at - 1] + 1:
            yield rows[start], rows[at - 1]
            start = at


def equal_runs(values: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of equal values, each as the place of its first and its last."""
    start = 0
    for at in range(1, len(values) + 1):
        if at == len(values) or values[at] != values[start]:
            yield start, at - 1
            start = at

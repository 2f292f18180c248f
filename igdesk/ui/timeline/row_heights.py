"""Heights of the rows of a window as prefix sums: where a row begins, and which row is at a place."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class RowHeights:
    """Heights in pixels, some known from a layout, some estimated until the row comes near the screen."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._exact: list[bool] = []
        self._tops: list[int] | None = [0]

    def __len__(self) -> int:
        return len(self._heights)

    def reset(self, estimates: Iterable[int]) -> None:
        self._heights = list(estimates)
        self._exact = [False] * len(self._heights)
        self._tops = None

    def insert(self, row: int, estimates: Iterable[int]) -> None:
        new = list(estimates)
        self._heights[row:row] = new
        self._exact[row:row] = [False] * len(new)
        self._tops = None

    def remove(self, first: int, last: int) -> None:
        """Take rows out, both ends included."""
        del self._heights[first : last + 1]
        del self._exact[first : last + 1]
        self._tops = None

    def forget(self, first: int, last: int) -> None:
        """The rows have to be laid out again; until then their old heights serve as estimates."""
        self._exact[first : last + 1] = [False] * (last + 1 - first)

    def set_exact(self, row: int, height_px: int) -> None:
        self._exact[row] = True
        if self._heights[row] != height_px:
            self._heights[row] = height_px
            self._tops = None

    def is_exact(self, row: int) -> bool:
        return self._exact[row]

    def height(self, row: int) -> int:
        return self._heights[row]

    def top(self, row: int) -> int:
        """Where the row begins; for the number of rows: where the last one ends."""
        return self._sums()[row]

    @property
    def total(self) -> int:
        return self._sums()[-1]

    def row_at(self, y: int) -> int:
        """The row at a place, the nearest one when it is outside; -1 when there are no rows."""
        if not self._heights:
            return -1
        return min(max(bisect_right(self._sums(), y) - 1, 0), len(self._heights) - 1)

    def _sums(self) -> list[int]:
        if self._tops is None:
            self._tops = [0, *accumulate(self._heights)]
        return self._tops

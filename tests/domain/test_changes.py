"""ChangeSet: merging is total and associative, and nothing is the neutral element."""

from hypothesis import given
from hypothesis import strategies as st

from igdesk.domain.changes import NOTHING, ChangeSet

ids = st.frozensets(st.integers(1, 50), max_size=5)
changes = st.builds(ChangeSet, ids, ids, ids, ids, ids, ids)


@given(changes, changes, changes)
def test_merge_is_associative(a: ChangeSet, b: ChangeSet, c: ChangeSet) -> None:
    assert a.merge(b).merge(c) == a.merge(b.merge(c))


@given(changes)
def test_nothing_is_neutral(a: ChangeSet) -> None:
    assert a.merge(NOTHING) == a == NOTHING.merge(a)
    assert bool(a) == (a != NOTHING)

"""How sizes shrink and grow again."""

from igdesk.sync.ladder import CLIMB_AFTER, FIRST_PAGES, MESSAGES, POLL_PAGES, Ladder, ListSize


def test_sizes_are_halved_down_to_one_then_the_names_are_dropped() -> None:
    ladder, seen = Ladder(FIRST_PAGES), [FIRST_PAGES[0]]
    while ladder.too_large():
        seen.append(ladder.size)
    assert seen[:5] == [ListSize(n, with_participants=True) for n in (25, 12, 6, 3, 1)]
    assert seen[-1] == ListSize(1)
    assert [size.limit for size in POLL_PAGES] == [10, 5, 3, 1]
    assert MESSAGES[0] == 20, "never more than the 20 that Instagram gives details of"


def test_what_works_is_remembered_and_larger_is_tried_again_later() -> None:
    ladder = Ladder(MESSAGES)
    ladder.too_large()
    ladder.too_large()
    for _ in range(CLIMB_AFTER - 1):
        ladder.worked()
        assert ladder.size == 5
    ladder.worked()
    assert ladder.size == 10


def test_a_trial_that_fails_is_repeated_half_as_often() -> None:
    ladder = Ladder(MESSAGES)
    ladder.too_large()
    waits = []
    for _ in range(3):
        count = 0
        while ladder.size == 10:
            ladder.worked()
            count += 1
        waits.append(count)
        assert ladder.too_large()
    assert waits == [CLIMB_AFTER, 2 * CLIMB_AFTER, 4 * CLIMB_AFTER]


def test_there_is_an_end() -> None:
    ladder = Ladder((2, 1))
    assert ladder.too_large()
    assert not ladder.too_large()
    assert ladder.size == 1

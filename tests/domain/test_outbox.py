"""The send machine: total, and never a way back to sending what might have been sent."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import MAX_ATTEMPTS, FailureReason, Outcome, SendEvent, transition

LEGAL = {
    (Delivery.HELD, SendEvent.RELEASED): Delivery.QUEUED,
    (Delivery.QUEUED, SendEvent.CLAIMED): Delivery.SENDING,
    (Delivery.QUEUED, SendEvent.PART_BEFORE_FAILED): Delivery.FAILED,
    (Delivery.QUEUED, SendEvent.WINDOW_CLOSED): Delivery.FAILED,
    (Delivery.QUEUED, SendEvent.UPLOAD_FAILED): Delivery.QUEUED,
    (Delivery.QUEUED, SendEvent.UPLOAD_REFUSED): Delivery.FAILED,
    (Delivery.SENDING, SendEvent.ACCEPTED): Delivery.SENT,
    (Delivery.SENDING, SendEvent.NOT_PROCESSED): Delivery.QUEUED,
    (Delivery.SENDING, SendEvent.REFUSED_FOR_NOW): Delivery.QUEUED,
    (Delivery.SENDING, SendEvent.TOKEN_REFUSED): Delivery.QUEUED,
    (Delivery.SENDING, SendEvent.REFUSED): Delivery.FAILED,
    (Delivery.SENDING, SendEvent.OUTCOME_UNKNOWN): Delivery.UNCERTAIN,
    (Delivery.SENDING, SendEvent.FOUND_AT_START): Delivery.UNCERTAIN,
    (Delivery.UNCERTAIN, SendEvent.ECHO_SEEN): Delivery.SENT,
    (Delivery.UNCERTAIN, SendEvent.READ_WITHOUT_ECHO): Delivery.UNCERTAIN,
    (Delivery.UNCERTAIN, SendEvent.CANNOT_BE_READ): Delivery.FAILED,
    (Delivery.FAILED, SendEvent.SEND_AGAIN): Delivery.QUEUED,
}


@pytest.mark.parametrize(("delivery", "event"), list(itertools.product(Delivery, SendEvent)))
def test_every_pair_is_answered(delivery: Delivery, event: SendEvent) -> None:
    outcome = transition(delivery, event, attempts=1)
    expected = LEGAL.get((delivery, event))
    assert (outcome.delivery if outcome else None) == expected


@pytest.mark.parametrize("delivery", [Delivery.SENT, Delivery.SEEN, Delivery.RECEIVED])
def test_what_is_sent_is_final(delivery: Delivery) -> None:
    assert all(transition(delivery, event, failure=f) is None for event in SendEvent for f in FailureReason)


def test_the_fifth_attempt_is_the_last() -> None:
    assert transition(Delivery.SENDING, SendEvent.NOT_PROCESSED, attempts=MAX_ATTEMPTS) == Outcome(
        Delivery.FAILED, MAX_ATTEMPTS, failure=FailureReason.TEMPORARY
    )


def test_what_was_refused_for_now_may_come_to_light_before_it_is_tried_again() -> None:
    waiting = transition(Delivery.SENDING, SendEvent.REFUSED_FOR_NOW, attempts=1)
    assert waiting == Outcome(Delivery.QUEUED, 1, 1)
    assert transition(Delivery.QUEUED, SendEvent.ECHO_SEEN, attempts=1, reads_without_echo=1) == Outcome(
        Delivery.SENT, 1
    )


def test_after_the_last_refusal_reads_say_whether_one_was_taken() -> None:
    last = transition(Delivery.SENDING, SendEvent.REFUSED_FOR_NOW, attempts=MAX_ATTEMPTS)
    assert last == Outcome(Delivery.UNCERTAIN, MAX_ATTEMPTS, failure=FailureReason.TEMPORARY)
    read = transition(
        Delivery.UNCERTAIN, SendEvent.READ_WITHOUT_ECHO, attempts=MAX_ATTEMPTS, failure=FailureReason.TEMPORARY
    )
    assert read == Outcome(Delivery.UNCERTAIN, MAX_ATTEMPTS, 1, FailureReason.TEMPORARY)
    given_up = transition(
        Delivery.UNCERTAIN,
        SendEvent.READ_WITHOUT_ECHO,
        attempts=MAX_ATTEMPTS,
        reads_without_echo=1,
        failure=FailureReason.TEMPORARY,
    )
    assert given_up == Outcome(Delivery.FAILED, MAX_ATTEMPTS, 2, FailureReason.TEMPORARY)
    assert transition(Delivery.UNCERTAIN, SendEvent.ECHO_SEEN, failure=FailureReason.TEMPORARY) == Outcome(
        Delivery.SENT, 0
    )


def test_what_was_stopped_by_another_part_goes_on_as_it_was() -> None:
    stopped = transition(Delivery.QUEUED, SendEvent.PART_BEFORE_FAILED, attempts=2, reads_without_echo=1)
    assert stopped == Outcome(Delivery.FAILED, 2, 1, FailureReason.PART_BEFORE)
    again = transition(
        Delivery.FAILED, SendEvent.SEND_AGAIN, attempts=2, reads_without_echo=1, failure=FailureReason.PART_BEFORE
    )
    assert again == Outcome(Delivery.QUEUED, 2, 1)


def test_a_refused_token_does_not_count_as_an_attempt() -> None:
    assert transition(Delivery.SENDING, SendEvent.TOKEN_REFUSED, attempts=3) == Outcome(Delivery.QUEUED, 2)


def test_two_reads_without_echo_give_up() -> None:
    first = transition(Delivery.UNCERTAIN, SendEvent.READ_WITHOUT_ECHO, attempts=1)
    assert first == Outcome(Delivery.UNCERTAIN, 1, 1)
    second = transition(Delivery.UNCERTAIN, SendEvent.READ_WITHOUT_ECHO, attempts=1, reads_without_echo=1)
    assert second == Outcome(Delivery.FAILED, 1, 2, FailureReason.NOT_CONFIRMED)


def test_a_late_echo_corrects_not_confirmed_and_nothing_else() -> None:
    late = transition(Delivery.FAILED, SendEvent.ECHO_SEEN, failure=FailureReason.NOT_CONFIRMED)
    assert late is not None
    assert late.delivery is Delivery.SENT
    for reason in set(FailureReason) - {FailureReason.NOT_CONFIRMED}:
        assert transition(Delivery.FAILED, SendEvent.ECHO_SEEN, failure=reason) is None


def test_what_was_never_confirmed_may_come_to_light_while_it_waits_to_be_sent_again() -> None:
    again = transition(Delivery.FAILED, SendEvent.SEND_AGAIN, reads_without_echo=2, failure=FailureReason.NOT_CONFIRMED)
    assert again == Outcome(Delivery.QUEUED, 0, 2)
    assert transition(Delivery.QUEUED, SendEvent.ECHO_SEEN, reads_without_echo=2) == Outcome(Delivery.SENT, 0)
    claimed = transition(Delivery.QUEUED, SendEvent.CLAIMED, reads_without_echo=2)
    assert claimed == Outcome(Delivery.SENDING, 1), "the new attempt is confirmed by reads of its own"


def test_a_reply_that_surely_did_not_leave_has_no_echo() -> None:
    for reason in set(FailureReason) - {FailureReason.NOT_CONFIRMED}:
        again = transition(Delivery.FAILED, SendEvent.SEND_AGAIN, failure=reason)
        assert again == Outcome(Delivery.QUEUED, 0)
    assert transition(Delivery.QUEUED, SendEvent.ECHO_SEEN) is None


def test_without_any_read_the_person_decides() -> None:
    outcome = transition(Delivery.UNCERTAIN, SendEvent.CANNOT_BE_READ, attempts=1)
    assert outcome == Outcome(Delivery.FAILED, 1, failure=FailureReason.NOT_CONFIRMED)


@pytest.mark.parametrize("event", [event for event in SendEvent if event is not SendEvent.RELEASED])
@pytest.mark.parametrize("failure", FailureReason)
def test_nothing_but_its_release_moves_a_held_reply(event: SendEvent, failure: FailureReason) -> None:
    """So undoing it can never race with a request: as long as it is HELD none has left."""
    assert transition(Delivery.HELD, event, attempts=1, reads_without_echo=1, failure=failure) is None


@given(st.lists(st.sampled_from(SendEvent), max_size=40))
def test_a_reply_is_held_once_and_is_never_held_again(events: list[SendEvent]) -> None:
    delivery, attempts = Delivery.HELD, 0
    for event in events:
        outcome = transition(delivery, event, attempts=attempts)
        if outcome is not None:
            assert event is SendEvent.RELEASED or delivery is not Delivery.HELD
            assert outcome.delivery is not Delivery.HELD
            delivery, attempts = outcome.delivery, outcome.attempts


@given(st.sampled_from((Delivery.HELD, Delivery.QUEUED)), st.lists(st.sampled_from(SendEvent), max_size=40))
def test_a_request_never_follows_an_uncertain_one_by_itself(start: Delivery, events: list[SendEvent]) -> None:
    """Without the person's "Try again", an item that was UNCERTAIN is never claimed again."""
    delivery, attempts, reads, failure, was_uncertain = start, 0, 0, FailureReason.NONE, False
    for event in events:
        outcome = transition(delivery, event, attempts=attempts, reads_without_echo=reads, failure=failure)
        if outcome is None:
            continue
        if event is SendEvent.SEND_AGAIN:
            was_uncertain = False
        assert not (was_uncertain and outcome.delivery in (Delivery.SENDING, Delivery.QUEUED))
        was_uncertain = was_uncertain or outcome.delivery is Delivery.UNCERTAIN
        delivery, attempts, reads, failure = (
            outcome.delivery,
            outcome.attempts,
            outcome.reads_without_echo,
            outcome.failure,
        )

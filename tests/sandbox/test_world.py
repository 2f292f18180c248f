"""The made-up people: repeatable, varied, of all ages, and cheap in large numbers."""

from datetime import timedelta

import pytest

from igdesk.sandbox.casting import DIALOGUES
from igdesk.sandbox.phrases import PHRASES
from igdesk.sandbox.script import them
from igdesk.sandbox.world import World


def describe(world: World) -> list[tuple[object, ...]]:
    return [
        (thread.id, thread.person.igsid, message.id, message.text, message.created_at, tuple(message.assets))
        for thread in world.threads()
        for message in thread.messages
    ]


def test_same_seed_and_clock_give_the_same_world(clock):
    assert describe(World(3, clock)) == describe(World(3, clock))


def test_another_seed_gives_other_ids(clock):
    first, second = World(3, clock), World(4, clock)
    assert {thread.id for thread in first.threads()}.isdisjoint(thread.id for thread in second.threads())
    assert first.token != second.token


def test_own_account_keeps_its_ids_whatever_the_seed(clock):
    assert World(3, clock).businesses == World(4, clock).businesses


def test_the_first_conversations_are_those_of_the_pictures(clock):
    names = [thread.person.name for thread in World(1, clock).threads()[:4]]
    assert names == ["Mara Lindqvist", "ليلى حداد", "Jonas Weber", "Studio Marlow"]


def test_forty_conversations_are_listed_and_one_old_request_is_not(clock):
    threads = World(1, clock).threads()
    assert sum(thread.is_listed(clock()) for thread in threads) == 40
    assert [thread.person.username for thread in threads if not thread.is_listed(clock())] == ["quiet.request"]


@pytest.mark.parametrize(("asked", "there"), [(1, 1), (12, 12), (39, 39), (41, 42)])
def test_other_numbers_of_conversations(clock, asked, there):
    threads = World(1, clock, conversations=asked).threads()
    assert len(threads) == there
    assert sum(thread.is_listed(clock()) for thread in threads) == asked


def test_every_age_of_the_reply_window_occurs(clock):
    ages = [clock() - thread.updated_at for thread in World(1, clock).threads()]
    for low, high in ((0, 1), (1, 12), (20, 23), (23, 24), (24, 7 * 24), (7 * 24, 60 * 24)):
        assert any(timedelta(hours=low) <= age < timedelta(hours=high) for age in ages), (low, high)


def test_every_kind_of_message_occurs(clock):
    messages = [message for thread in World(1, clock).threads() for message in thread.messages]
    kinds = {asset.kind for message in messages for asset in message.assets}
    assert kinds == {"image", "video", "audio", "file", "gif", "sticker"}
    assert any(len(message.assets) > 2 for message in messages)
    assert any(not asset.has_link for message in messages for asset in message.assets)
    assert any(message.is_unsupported for message in messages)
    assert any(message.shares for message in messages)
    assert any(message.quoted_id for message in messages)
    assert any(message.reactions for message in messages)
    stories = [message.story for message in messages if message.story]
    assert {story.is_mention for story in stories} == {True, False}
    assert {clock() < story.alive_until for story in stories} == {True, False}
    plain = [m for m in messages if not (m.text or m.assets or m.story or m.shares or m.template or m.is_unsupported)]
    assert plain, "a withheld post reads back empty"


def test_languages_and_facts_vary():
    assert {dialogue.language for dialogue in DIALOGUES} == set(PHRASES)
    assert len({dialogue.username for dialogue in DIALOGUES}) == len(DIALOGUES)
    share = sum(bool(dialogue.picture) for dialogue in DIALOGUES) / len(DIALOGUES)
    assert 0.55 < share < 0.75
    assert any(dialogue.verified for dialogue in DIALOGUES)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.username)
def test_dialogues_are_well_formed(dialogue):
    for place, line in enumerate(dialogue.lines):
        assert len(line.text.encode()) <= 1000
        assert line.quotes <= place


def test_messages_are_dated_upwards_and_end_with_the_thread(clock):
    for thread in World(1, clock).threads():
        times = [message.created_at for message in thread.messages]
        assert times == sorted(times)
        assert times[-1] == thread.updated_at
        assert all(not moment.microsecond for moment in times)


def test_a_large_inbox_makes_no_messages_until_somebody_looks(clock):
    world = World(1, clock, conversations=2000)
    threads = world.threads()
    assert sum(thread.is_listed(clock()) for thread in threads) == 2000
    assert len({thread.person.username for thread in threads}) == 2001
    assert not any(thread.is_built for thread in threads)


def test_a_message_said_for_the_past_takes_its_place(clock):
    world = World(1, clock, liveliness=0)
    thread = world.newcomer()
    late = world.say(thread, "second", at=clock() - timedelta(hours=1))
    early = world.say(thread, "first", at=clock() - timedelta(hours=2))
    assert [message.text for message in thread.messages] == ["first", "second"]
    assert (early.number, late.number) == (1, 2)
    assert early.id != late.id
    assert thread.updated_at == late.created_at


def test_say_takes_any_kind_of_line(clock):
    world = World(1, clock, liveliness=0)
    message = world.say("mara.lindqvist", line=them(0, photos=("bowl", "vase")))
    assert [asset.kind for asset in message.assets] == ["image", "image"]


def test_the_clock_can_be_moved_on(clock):
    world = World(1, clock)
    assert world.advance(90) == clock() + timedelta(seconds=90)


def test_the_second_studio_has_people_of_its_own(clock):
    world = World(1, clock, accounts=2)
    first, second = ({thread.person.igsid for thread in world.threads(index)} for index in (0, 1))
    assert second
    assert first.isdisjoint(second)

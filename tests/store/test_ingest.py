"""What an answer of Instagram becomes in the archive."""

from datetime import timedelta

import pytest

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.message import Reaction, Share, Story
from igdesk.domain.message_kinds import Direction, MessageKind, Origin
from igdesk.domain.outbox import SendEvent
from igdesk.domain.snapshot import (
    AttachmentSnapshot,
    ConversationSnapshot,
    PersonSnapshot,
    ProfileSnapshot,
    ReactionSnapshot,
)
from igdesk.store.ordering import ranked

PHOTO = AttachmentSnapshot("a1", AttachmentKind.IMAGE, "image/jpeg", "one.jpg", "https://lookaside.fbsbx.com/1")


def hearts(*user_ids):
    return (ReactionSnapshot("❤", user_ids),)


# One answer, one transaction.


def test_one_answer_is_one_transaction_with_one_change(desk):
    change = desk.in_one_transaction(
        lambda: desk.read(desk.said("m1", -9), desk.answered("m2", -5), desk.said("m3", 0))
    )
    first, second, third = desk.messages
    assert change.added == {first.id, second.id, third.id}
    assert change.arrived == {third.id}, "the first was answered on the phone"
    assert change.conversations == {desk.conversation_id}
    assert not change.updated


def test_a_poll_that_finds_nothing_opens_no_transaction(desk):
    """failure 47, failure 51"""
    page = (
        desk.said("m1", -9, attachments=(PHOTO,)),
        desk.answered("m2", -9, reactions=hearts("1")),
        desk.said("m3", -1),
    )
    desk.read(*page)
    listed = desk.listed(desk.page())
    desk.archive.ingest.inbox_page(desk.account_id, listed)
    desk.read(*page, started=61)
    desk.without_transaction(lambda: desk.archive.ingest.inbox_page(desk.account_id, listed))
    statements = desk.archive.statistics.statements
    desk.without_transaction(lambda: desk.read(*page, started=90))
    assert desk.archive.statistics.statements - statements < 15


def test_links_that_are_signed_anew_are_no_news(desk):
    def page(signature):
        photo = AttachmentSnapshot(
            "a1", AttachmentKind.IMAGE, "image/jpeg", url=f"https://lookaside.fbsbx.com/{signature}"
        )
        return desk.said("m1", -9, attachments=(photo,))

    desk.read(page(1))
    desk.without_transaction(lambda: desk.read(page(2), started=30))
    desk.read(page(3), started=4000)
    assert desk.message("m1").attachments[0].url.endswith("/3"), "after an hour the old link may be dead"


def test_a_dead_attachment_lives_again_with_a_new_link(desk):
    """failure 79"""
    desk.read(desk.said("m1", -9, attachments=(PHOTO,)))
    attachment = desk.message("m1").attachments[0]
    desk.archive.media.set_state(attachment.id, MediaState.GONE)
    fresh = AttachmentSnapshot("a1", AttachmentKind.IMAGE, url="https://lookaside.fbsbx.com/2")
    desk.read(desk.said("m1", -9, attachments=(fresh,)), started=5)
    attachment = desk.message("m1").attachments[0]
    assert (attachment.state, attachment.url) == (MediaState.REMOTE, fresh.url)
    assert desk.last_change().updated == {desk.message("m1").id}


def test_attachments_that_an_answer_leaves_out_stay_and_new_ones_are_added(desk):
    """failure 78"""
    desk.read(desk.said("m1", -9, attachments=(PHOTO,)))
    desk.without_transaction(lambda: desk.read(desk.said("m1", -9), started=5))
    second = AttachmentSnapshot("a2", AttachmentKind.VIDEO, url="https://lookaside.fbsbx.com/2")
    desk.read(desk.said("m1", -9, attachments=(PHOTO, second)), started=9)
    assert [a.kind for a in desk.message("m1").attachments] == [AttachmentKind.IMAGE, AttachmentKind.VIDEO]


# Kinds.


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"text": "hi"}, MessageKind.TEXT),
        ({"attachments": (PHOTO,)}, MessageKind.MEDIA),
        ({"text": "look", "attachments": (PHOTO,)}, MessageKind.MEDIA),
        ({"attachments": (AttachmentSnapshot("a", AttachmentKind.IMAGE),)}, MessageKind.DISAPPEARING),
        ({"story_reply": Story("1", "https://x")}, MessageKind.STORY_REPLY),
        ({"story_mention": Story("1", "")}, MessageKind.STORY_MENTION),
        ({"shares": (Share("https://www.instagram.com/reel/x/"),)}, MessageKind.SHARE),
        ({"is_unsupported": True}, MessageKind.UNSUPPORTED),
        ({"text": "hi", "is_unsupported": True}, MessageKind.TEXT),
        ({}, MessageKind.WITHHELD),
    ],
)
def test_every_message_becomes_a_row_of_its_kind(desk, fields, kind):
    """failure 82, failure 83, failure 84, failure 86: never dropped, never empty"""
    desk.read(desk.said("m1", -9, **({"text": ""} | fields)))
    message = desk.message("m1")
    assert message.kind is kind
    assert message.story == (fields.get("story_reply") or fields.get("story_mention"))
    assert message.shares == fields.get("shares", ())
    assert desk.conversation.is_waiting
    assert desk.conversation.unread_count == 1


def test_an_emptier_answer_takes_nothing_away(desk):
    """failure 80: only the link of a story ends"""
    desk.read(desk.said("m1", -9, "love it", story_reply=Story("1", "https://x")))
    desk.without_transaction(lambda: desk.read(desk.said("m1", -9, "love it"), started=5))
    desk.read(desk.said("m1", -9, "", story_reply=Story("1", "")), started=6)
    message = desk.message("m1")
    assert (message.kind, message.text, message.story) == (MessageKind.STORY_REPLY, "love it", Story("1", ""))


def test_text_from_outside_is_cleaned(desk):
    desk.read(
        desk.said("m1", -9, "a\u202eb\x00c\ud800"), participants=(desk.shop, PersonSnapshot("1", "l\u202ena\ud800"))
    )
    assert desk.message("m1").text == "abc"
    assert desk.conversation.participant.username == "lna"


# Edits and reactions.


def test_an_edit_replaces_the_text_without_noise(desk):
    """failure 62"""
    desk.read(desk.said("m1", -9, "helo"), desk.said("m2", -5, quoted_remote_id="m1"))
    desk.archive.inbox.mark_read(desk.conversation_id)
    page = (desk.said("m1", -9, "hello"), desk.said("m2", -5, quoted_remote_id="m1"))
    change = desk.in_one_transaction(lambda: desk.read(*page, started=5))
    edited = desk.message("m1")
    assert (edited.text, edited.is_edited, edited.is_unread) == ("hello", True, False)
    assert change.updated == {edited.id, desk.message("m2").id}, "the quote shows it too"
    assert not change.added
    assert not change.arrived
    assert desk.conversation.unread_count == 0
    assert not desk.message("m2").is_edited


def test_the_preview_follows_an_edit(desk):
    desk.read(desk.said("m1", -9, "helo"))
    desk.read(desk.said("m1", -9, "hello\nyou"), started=5)
    assert desk.conversation.preview.text == "hello you"


def test_reactions_come_and_go_without_noise(desk):
    """failure 66"""
    desk.read(desk.said("m1", -9))
    desk.archive.inbox.mark_read(desk.conversation_id)
    both = (ReactionSnapshot("❤", (desk.lena.remote_id,)), ReactionSnapshot("👍", (desk.shop.remote_id, "9")))
    change = desk.in_one_transaction(lambda: desk.read(desk.said("m1", -9, reactions=both), started=5))
    assert desk.message("m1").reactions == (Reaction("❤", False), Reaction("👍", False), Reaction("👍", True))
    assert not change.arrived
    assert desk.conversation.unread_count == 0
    assert not desk.conversation.is_waiting, "the account reacted"
    desk.read(desk.said("m1", -9), started=9)
    assert desk.message("m1").reactions == ()
    assert desk.conversation.is_waiting


def test_an_own_reaction_by_the_other_own_id_counts(desk):
    """failure 12"""
    desk.read(desk.said("m1", -9, reactions=hearts("5550001")))
    assert not desk.conversation.is_waiting


# Sides.


@pytest.mark.parametrize("own_id", ["17841400000000123", "5550001"])
def test_own_messages_are_known_by_either_id(desk, own_id):
    """failure 12, failure 50"""
    desk.read(desk.answered("m1", -9, sender=PersonSnapshot(own_id)))
    assert desk.message("m1").direction is Direction.OUTBOUND


@pytest.mark.parametrize(
    ("sender", "recipients", "direction"),
    [
        (None, ["lena"], Direction.OUTBOUND),
        (None, ["shop"], Direction.INBOUND),
        (None, [], Direction.INBOUND),
        (PersonSnapshot("", "northwind.ceramics"), [], Direction.OUTBOUND),
        (PersonSnapshot("", "lena.bakes"), [], Direction.INBOUND),
        (PersonSnapshot("", ""), ["lena"], Direction.OUTBOUND),
        (PersonSnapshot("4711"), ["shop"], Direction.INBOUND),
    ],
)
def test_the_side_of_a_message_is_found_and_in_doubt_it_is_the_customers(desk, sender, recipients, direction):
    people = tuple(getattr(desk, name) for name in recipients)
    desk.read(desk.said("m1", -9, sender=sender, recipients=people))
    assert desk.message("m1").direction is direction


def test_a_talk_of_the_account_with_itself_never_waits(desk):
    """failure 50"""
    desk.read(desk.said("m1", -9, sender=None, recipients=()), participants=(desk.shop,))
    assert (desk.conversation.is_waiting, desk.conversation.unread_count) == (False, 0)
    assert not desk.conversation.can_reply
    assert not desk.last_change().arrived


# Dates, order and gaps.


def test_messages_of_one_second_keep_the_order_of_the_page(desk):
    """failure 55"""
    desk.read(*(desk.said(name, -5) for name in ("z", "a", "m")))
    assert [m.remote_id for m in desk.messages] == ["z", "a", "m"]
    assert [m.rank for m in desk.messages] == [0, 1, 2]


def test_a_message_without_a_date_takes_its_neighbours(desk):
    desk.read(
        desk.said("m0", 0, created_at=None),
        desk.said("m1", -9),
        desk.said("m2", 0, created_at=None),
        desk.said("m3", -5),
    )
    assert [m.remote_id for m in desk.messages] == ["m0", "m1", "m2", "m3"]
    assert [m.sent_at for m in desk.messages] == [desk.at(-9), desk.at(-9), desk.at(-9), desk.at(-5)]
    desk.read(desk.said("m1", -9), desk.said("m2", -7), desk.said("m3", -5), started=3)
    assert desk.message("m2").sent_at == desk.at(-7)
    undated = desk.said("m2", 0, created_at=None)
    desk.without_transaction(lambda: desk.read(desk.said("m1", -9), undated, desk.said("m3", -5), started=4))


def test_a_page_without_any_date_is_kept(desk):
    desk.read(desk.said("m1", 0, created_at=None), desk.said("m2", 0, created_at=None))
    assert [m.remote_id for m in desk.messages] == ["m1", "m2"]


def test_more_than_a_page_between_two_reads_is_a_gap(desk):
    """failure 53"""
    desk.read(desk.said("m1", -900), is_complete=True)
    result = desk.read(*(desk.said(f"n{i}", i - 20) for i in range(20)))
    assert (result.has_gap, result.new_messages) == (True, 20)
    assert [m.remote_id for m in desk.messages if m.has_gap_before] == ["n0"]
    gap = desk.message("n0").id
    result = desk.read(desk.said("m1", -900), desk.said("m2", -800), desk.said("n0", -20), is_newest=False)
    assert not result.has_gap
    assert gap in desk.last_change().updated
    assert not any(m.has_gap_before for m in desk.messages)


def test_an_older_page_that_continues_closes_the_gap(desk):
    """failure 53: paging back"""
    desk.read(desk.said("m1", -900), is_complete=True)
    desk.read(desk.said("n1", -20), desk.said("n2", -10))
    page = desk.page(desk.said("m1", -900), desk.said("m2", -800), updated_at=None)
    desk.archive.ingest.conversation(
        desk.account_id, page, read_started_at=desk.now, is_newest=False, newer_remote_id="n1"
    )
    assert not any(m.has_gap_before for m in desk.messages)


def test_the_beginning_of_what_is_known_is_no_gap_until_something_older_comes(desk):
    desk.read(desk.said("m5", -20), desk.said("m6", -10))
    first = desk.message("m5")
    assert not first.has_gap_before
    change = desk.in_one_transaction(lambda: desk.read(desk.said("m1", -900), is_newest=False, is_complete=True))
    assert desk.message("m5").has_gap_before
    assert first.id in change.updated
    assert not desk.message("m1").has_gap_before


def test_an_id_that_occurs_twice_is_one_message(desk):
    """failure 51"""
    desk.read(desk.said("m1", -9), desk.said("m1", -9), desk.said("", -4))
    assert len(desk.messages) == 1


def test_ranks_follow_the_pages_and_the_ids_where_pages_say_nothing():
    assert ranked({"c": ["b"], "b": ["a"], "a": []}) == ["a", "b", "c"]
    assert ranked({"b": [], "a": [], "c": []}) == ["a", "b", "c"]
    assert ranked({"a": ["b", "x"], "b": []}) == ["b", "a"], "what is not stored says nothing"
    assert ranked({"a": ["b"], "b": ["a"], "c": []}) == ["c", "a", "b"], "contradictions end somehow"
    assert ranked({"m1": [], "m2": ["m1"], "m3": ["m1", "m2"]}) == ["m1", "m2", "m3"], "withdrawn ones stay in place"


# Unread.


def test_only_what_came_after_the_connection_is_unread(new_desk):
    desk = new_desk(connected_ago=timedelta(seconds=60))
    desk.read(desk.said("old", -90), desk.said("new", -30))
    assert [m.is_unread for m in desk.messages] == [False, True]
    assert desk.last_change().arrived == {desk.message("new").id}


def test_a_late_message_is_unread_although_newer_ones_were_read(desk):
    """failure 55, failure 100"""
    desk.read(desk.said("m2", -20), desk.said("m3", -10))
    desk.archive.inbox.mark_read(desk.conversation_id)
    desk.read(desk.said("m1", -40), desk.said("m2", -20), desk.said("m3", -10))
    assert [m.is_unread for m in desk.messages] == [True, False, False]
    assert desk.conversation.unread_count == 1
    assert desk.archive.timeline.first_unread(desk.conversation_id).remote_id == "m1"


def test_an_answer_on_the_phone_means_read(desk):
    desk.read(desk.said("m1", -40), desk.said("m2", -20))
    desk.read(desk.said("m1", -40), desk.said("m2", -20), desk.answered("p", -10))
    assert desk.conversation.unread_count == 0
    assert desk.last_change().updated >= {desk.message("m1").id, desk.message("m2").id}
    desk.read(desk.said("m0", -60), desk.said("m1", -40), desk.said("m2", -20), desk.answered("p", -10))
    assert desk.conversation.unread_count == 0


def test_own_actions_make_nothing_unread(desk):
    """failure 100"""
    desk.read(desk.said("m1", -40))
    desk.archive.inbox.mark_read(desk.conversation_id)
    (id_,) = desk.archive.outbox.enqueue(desk.conversation_id, ["yes"], now=desk.now)
    desk.archive.outbox.claim(id_, desk.now)
    desk.archive.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="r1")
    desk.read(desk.said("m1", -40), desk.answered("r1", 1, "yes"), started=9)
    desk.archive.inbox.save_draft(desk.conversation_id, "x")
    assert desk.conversation.unread_count == 0


# Conversations and people.


def test_a_list_tells_which_conversations_have_to_be_read(desk):
    entries = [desk.page(desk.said(f"t{n}-1", -n), remote_id=f"t{n}", updated_at=desk.at(-n)) for n in range(3)]
    stale = desk.archive.ingest.inbox_page(desk.account_id, desk.listed(*entries))
    assert [s.remote_id for s in stale] == ["t0", "t1", "t2"]
    assert stale[0].updated_at == desk.now
    assert desk.archive.inbox.by_ids([stale[0].conversation_id])[0].preview is None
    for entry in entries:
        desk.archive.ingest.conversation(desk.account_id, entry, read_started_at=desk.at(60))
    assert desk.archive.ingest.inbox_page(desk.account_id, desk.listed(*entries)) == ()
    newer = desk.page(remote_id="t1", updated_at=desk.at(5))
    assert [s.remote_id for s in desk.archive.ingest.inbox_page(desk.account_id, desk.listed(newer, entries[2]))] == [
        "t1"
    ]


def test_a_message_of_the_same_second_right_after_the_read_is_read_too(desk):
    """Instagram's dates are whole seconds: the place in the list does not move for the second one."""
    entry = desk.listed(desk.page(updated_at=desk.now))
    desk.archive.ingest.inbox_page(desk.account_id, entry)
    first, second = desk.said("m1", 0), desk.said("m2", 0, "and one more")
    desk.read(first, updated_at=desk.now, started=0.4)
    assert len(desk.archive.ingest.inbox_page(desk.account_id, entry)) == 1
    desk.read(first, second, updated_at=desk.now, started=5)
    assert desk.archive.ingest.inbox_page(desk.account_id, entry) == ()
    assert desk.texts() == ["hello", "and one more"]


def test_a_list_that_is_ahead_of_the_messages_is_not_believed_to_be_read(desk):
    """The place in the list moved, the message that moved it is handed out a moment later."""
    old = desk.said("m1", -90)
    entry = desk.listed(desk.page(updated_at=desk.now))
    desk.archive.ingest.inbox_page(desk.account_id, entry)
    desk.read(old, updated_at=desk.now, started=10)
    assert len(desk.archive.ingest.inbox_page(desk.account_id, entry)) == 1
    desk.read(old, desk.said("m2", 0, "late"), updated_at=desk.now, started=20)
    assert desk.archive.ingest.inbox_page(desk.account_id, entry) == ()
    assert desk.texts() == ["hello", "late"]


def test_an_answer_without_any_message_does_not_count_as_read(desk):
    """A conversation that changed has messages: who wrote to somebody must not stay unseen until they write again."""
    entry = desk.listed(desk.page(updated_at=desk.at(-3600)))
    desk.archive.ingest.inbox_page(desk.account_id, entry)
    desk.read(updated_at=desk.at(-3600), started=10)
    assert len(desk.archive.ingest.inbox_page(desk.account_id, entry)) == 1
    desk.read(desk.said("m1", -3600), updated_at=desk.at(-3600), started=20)
    assert desk.archive.ingest.inbox_page(desk.account_id, entry) == ()


def test_a_conversation_that_stays_empty_is_left_alone_after_a_day(desk):
    """Of some conversations Instagram hands out nothing for ever."""
    entry = desk.listed(desk.page(updated_at=desk.at(-90_000)))
    desk.archive.ingest.inbox_page(desk.account_id, entry)
    desk.read(updated_at=desk.at(-90_000), started=10)
    assert desk.archive.ingest.inbox_page(desk.account_id, entry) == ()


def test_a_change_without_a_message_is_settled_after_a_minute(desk):
    """What moved it was withdrawn, or is not for us to see."""
    entry = desk.listed(desk.page(updated_at=desk.now))
    desk.archive.ingest.inbox_page(desk.account_id, entry)
    desk.read(desk.said("m1", -90), updated_at=desk.now, started=61)
    assert desk.archive.ingest.inbox_page(desk.account_id, entry) == ()


def test_a_conversation_that_leaves_the_list_stays(desk):
    """failure 60"""
    desk.read(desk.said("m1", -9))
    desk.without_transaction(lambda: desk.archive.ingest.inbox_page(desk.account_id, desk.listed()))
    assert desk.texts() == ["hello"]


def test_a_conversation_that_cannot_be_read_is_marked_and_left_alone_until_it_changes(desk):
    """failure 57"""
    entry = desk.page(updated_at=desk.at(-50))
    (stale,) = desk.archive.ingest.inbox_page(desk.account_id, desk.listed(entry))
    desk.archive.ingest.unavailable(stale.conversation_id, "1")
    desk.without_transaction(lambda: desk.archive.ingest.unavailable(stale.conversation_id, "1"))
    assert desk.conversation.unavailable_code == "1"
    assert desk.archive.ingest.inbox_page(desk.account_id, desk.listed(entry)) == ()
    newer = desk.page(updated_at=desk.at(-5))
    assert len(desk.archive.ingest.inbox_page(desk.account_id, desk.listed(newer))) == 1
    assert desk.conversation.last_activity_at == desk.at(-5), "its row still moves"
    desk.read(desk.said("m1", -5), updated_at=desk.at(-5))
    assert desk.conversation.unavailable_code == ""
    assert stale.conversation_id in desk.last_change().conversations


def test_what_is_known_of_a_customer_is_never_lost_to_an_empty_answer(desk):
    """failure 69"""
    desk.read(desk.said("m1", -9))
    known = desk.conversation.participant
    for participants in (
        (),
        (desk.shop,),
        (desk.shop, PersonSnapshot(desk.lena.remote_id)),
        (PersonSnapshot("", "x"),),
    ):
        desk.without_transaction(lambda people=participants: desk.read(desk.said("m1", -9), participants=people))
    only_own = desk.answered("m2", -5, recipients=())
    desk.read(only_own, participants=(desk.shop,))
    assert desk.conversation.participant == known
    assert desk.conversation.is_waiting is False


def test_an_unknown_customer_becomes_known_later(desk):
    """failure 69"""
    desk.read(desk.answered("m1", -9, recipients=()), participants=(desk.shop,))
    assert not desk.conversation.can_reply
    desk.read(desk.answered("m1", -9, recipients=()), desk.said("m2", -5), participants=())
    assert desk.conversation.participant.igsid == desk.lena.remote_id
    assert desk.conversation.is_waiting
    assert desk.conversation.unread_count == 1


def test_an_unknown_customer_may_turn_out_to_be_a_known_one(desk):
    desk.read(desk.said("m1", -9))
    unknown = desk.page(desk.answered("x1", -9, recipients=()), remote_id="thread-2", participants=())
    desk.archive.ingest.conversation(desk.account_id, unknown, read_started_at=desk.now)
    known = desk.page(desk.answered("x1", -9), remote_id="thread-2")
    desk.archive.ingest.conversation(desk.account_id, known, read_started_at=desk.now)
    other = desk.archive.inbox.by_ids([desk.archive.inbox.find(desk.account_id, "thread-2")])[0]
    assert other.participant == desk.conversation.participant
    assert other.id != desk.conversation_id, "two conversations stay two"


def test_a_new_handle_is_the_same_customer(desk):
    """failure 76"""
    desk.read(desk.said("m1", -9))
    before = desk.conversation
    renamed = PersonSnapshot(desk.lena.remote_id, "lena.bakes.bread")
    desk.read(desk.said("m1", -9), participants=(desk.shop, renamed))
    assert desk.conversation.participant.id == before.participant.id
    assert desk.conversation.participant.username == "lena.bakes.bread"
    assert desk.last_change().conversations == {before.id}


def test_a_group_is_shown_but_not_written_to(desk):
    """failure 68"""
    people = (desk.shop, desk.lena, PersonSnapshot("2", "max"), PersonSnapshot("3", "ida"))
    desk.read(desk.said("m1", -9), participants=people)
    assert desk.conversation.participant.name == "lena.bakes, max, ida"
    assert not desk.conversation.can_reply


def test_a_profile_fills_in_and_never_empties(desk):
    """failure 74, failure 75"""
    desk.read(desk.said("m1", -9))
    full = ProfileSnapshot(desk.lena.remote_id, "lena.bakes", "Lena", "https://x/1", 1200, False, True, False)
    change = desk.in_one_transaction(lambda: desk.archive.ingest.profile(desk.conversation_id, full))
    assert change.conversations == {desk.conversation_id}
    person = desk.conversation.participant
    assert (person.name, person.follower_count, person.follows_you, person.is_verified) == ("Lena", 1200, True, False)
    desk.archive.ingest.profile(
        desk.conversation_id, ProfileSnapshot(desk.lena.remote_id, name="", follower_count=None)
    )
    assert desk.conversation.participant == person
    desk.without_transaction(
        lambda: desk.archive.ingest.profile(desk.conversation_id, ProfileSnapshot("4711", name="No"))
    )


def test_a_refused_profile_is_remembered(desk):
    """failure 72: no storm of questions"""
    desk.read(desk.said("m1", -9))
    assert desk.conversation.participant.profile_fetched_at is None
    desk.archive.ingest.profile_failed(desk.conversation_id)
    assert desk.conversation.participant.profile_fetched_at == desk.now


def test_the_window_counts_from_the_newest_message_of_the_customer(desk):
    """failure 26"""
    desk.read(desk.said("m1", -900), desk.said("m2", -300, "", story_mention=Story("1", "")), desk.answered("m3", -5))
    assert desk.conversation.last_inbound_at == desk.at(-300)


def test_a_draft_outlives_polls_and_restarts(desk):
    """failure 92, failure 93"""
    desk.read(desk.said("m1", -9))
    change = desk.in_one_transaction(lambda: desk.archive.inbox.save_draft(desk.conversation_id, "half a"))
    assert change.conversations == {desk.conversation_id}
    desk.without_transaction(lambda: desk.archive.inbox.save_draft(desk.conversation_id, "half a"))
    desk.read(desk.said("m1", -9), desk.said("m2", -1))
    desk.reopen()
    assert desk.conversation.draft == "half a"


def test_answers_for_an_account_that_was_removed_are_refused(desk):
    desk.archive.accounts.remove(desk.account_id)
    with pytest.raises(LookupError):
        desk.read(desk.said("m1", -9))
    with pytest.raises(LookupError):
        desk.archive.ingest.inbox_page(desk.account_id, desk.listed(desk.page()))


def test_steps_for_a_conversation_that_is_gone_change_nothing(desk):
    ingest, inbox = desk.archive.ingest, desk.archive.inbox
    for step in (
        lambda: ingest.profile(99, ProfileSnapshot("1")),
        lambda: ingest.profile_failed(99),
        lambda: ingest.unavailable(99, "1"),
        lambda: ingest.reply_refusal(99, "x"),
        lambda: inbox.save_draft(99, "x"),
        lambda: inbox.mark_read(99),
    ):
        desk.without_transaction(step)


def test_a_page_entry_without_an_id_is_skipped(desk):
    assert desk.archive.ingest.inbox_page(desk.account_id, desk.listed(desk.page(remote_id=""))) == ()


def test_origin_of_the_customers_messages(desk):
    desk.read(desk.said("m1", -9))
    assert desk.message("m1").origin is Origin.CUSTOMER


def test_a_conversation_that_instagram_names_anew_goes_on(desk):
    """failure 20, failure 48: read through another app, it may have another id. Its people and messages have not."""
    desk.read(desk.said("m1", -90, "one"), desk.answered("m2", -60, "two"), is_complete=True)
    desk.archive.inbox.mark_read(desk.conversation_id)
    desk.archive.inbox.save_draft(desk.conversation_id, "half a")
    before = desk.conversation_id
    entry = ConversationSnapshot("t_2", desk.now, participants=(desk.shop, desk.lena))
    (stale,) = desk.archive.ingest.inbox_page(desk.account_id, desk.listed(entry))
    pages = (desk.said("m1", -90, "one"), desk.answered("m2", -60, "two"), desk.said("m3", -5, "three"))
    result = desk.read(*pages, remote_id="t_2", is_complete=True, started=90)
    assert result.conversation_id == before
    assert desk.archive.inbox.find(desk.account_id, "t_2") == before
    assert desk.archive.inbox.by_ids([stale.conversation_id]) == []
    (row,) = desk.archive.inbox.by_ids([before])
    assert [m.text for m in desk.archive.timeline.newest(before, 9)] == ["one", "two", "three"]
    assert (row.unread_count, row.draft, row.remote_id) == (1, "half a", "t_2")
    assert desk.archive.ingest.inbox_page(desk.account_id, desk.listed(entry)) == ()


def test_an_id_of_broken_bytes_is_no_new_name(desk):
    """failure 96: the answer was damaged on its way; the conversation keeps the id that Instagram knows."""
    desk.read(desk.said("m1", -90, "one"), is_complete=True)
    before = desk.conversation_id
    desk.read(desk.said("m1", -90, "one"), remote_id="t\ufffd1", is_complete=True, started=90)
    assert [row.remote_id for row in desk.archive.inbox.by_ids([before])] == ["thread-1"]
    assert desk.texts() == ["one"]


def test_a_wrong_id_in_an_answer_renames_nothing(desk):
    desk.read(desk.said("m1", -90, "one"), is_complete=True)
    desk.read(desk.said("m1", -90, "one"), remote_id="nobody asked for this", is_complete=True)
    assert desk.texts() == ["one"]


def test_another_conversation_with_the_same_person_stays_one_of_its_own(desk):
    desk.read(desk.said("m1", -90, "one"), is_complete=True)
    desk.read(desk.said("n1", -80, "elsewhere"), remote_id="t_2", is_complete=True)
    assert desk.texts() == ["one"]
    other = desk.archive.inbox.find(desk.account_id, "t_2")
    assert other != desk.conversation_id
    assert [m.text for m in desk.archive.timeline.newest(other, 9)] == ["elsewhere"]


def test_what_the_owner_put_to_a_conversation_is_never_dropped_for_another_name(desk):
    desk.read(desk.said("m1", -90, "one"), is_complete=True)
    entry = ConversationSnapshot("t_2", desk.now, participants=(desk.shop, desk.lena))
    (stale,) = desk.archive.ingest.inbox_page(desk.account_id, desk.listed(entry))
    desk.archive.inbox.save_draft(stale.conversation_id, "written already")
    desk.read(desk.said("m1", -90, "one"), remote_id="t_2", is_complete=True)
    assert desk.archive.inbox.by_ids([stale.conversation_id])[0].draft == "written already"

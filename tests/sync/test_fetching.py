"""Profiles, pictures and files: fetched in their own step, never in the way of a message."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from igdesk.domain.attachment import MediaState
from igdesk.domain.attention import Attention
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.status import Connection
from igdesk.sandbox.dialogues_show import KINDS
from igdesk.sandbox.script import them


async def with_photo(rig: Any) -> Any:
    """A running program and a message with a picture; answers its attachment."""
    rig.connect()
    rig.start()
    await rig.until_quiet()
    thread = rig.world.threads()[0]
    rig.world.say(thread, line=them(0, photos=("bowl",)))
    await asyncio.sleep(20)
    message = rig.messages(rig.row(thread))[-1]
    assert message.kind is MessageKind.MEDIA
    return message.attachments[0]


def state(rig: Any, attachment: Any) -> MediaState:
    return rig.archive.media.attachment(attachment.id).state


def test_a_picture_is_fetched_once_somebody_wants_it(rig: Any, play: Any) -> None:
    async def scene() -> None:
        attachment = await with_photo(rig)
        assert state(rig, attachment) is MediaState.REMOTE
        assert rig.calls("media") == []
        rig.engine.want_media([attachment.id, attachment.id])
        rig.engine.want_media([attachment.id])
        await asyncio.sleep(5)
        stored = rig.archive.media.attachment(attachment.id)
        assert stored.state is MediaState.STORED
        assert rig.archive.media.read(stored.media_key)
        assert len(rig.calls("media")) == 1
        rig.engine.want_media([attachment.id])
        await asyncio.sleep(5)
        assert len(rig.calls("media")) == 1

    play(rig, scene)


def test_a_dead_link_is_renewed_once(rig: Any, play: Any) -> None:
    """failure 78, failure 79"""

    async def scene() -> None:
        attachment = await with_photo(rig)
        old = rig.archive.media.attachment(attachment.id).url
        rig.archive.media.update_url(attachment.id, old + "broken", read_at=rig.clock())
        rig.engine.want_media([attachment.id])
        await asyncio.sleep(20)
        assert state(rig, attachment) is MediaState.STORED
        assert next(call.status for call in rig.calls("media")) in (403, 404)

    play(rig, scene)


@pytest.mark.parametrize("kind", ["reel", "product", "card", "story_reply", "story_mention", "video", "album"])
def test_a_dead_link_is_renewed_whatever_the_file_is_to_its_message(rig: Any, play: Any, kind: str) -> None:
    """failure 79: pictures of cards, products and stories, stills of videos"""

    async def scene() -> None:
        await with_photo(rig)
        thread = rig.world.threads()[0]
        said = rig.world.say(thread, line=KINDS[kind])
        await asyncio.sleep(20)
        message = next(m for m in rig.messages(rig.row(thread)) if m.remote_id == said.id)
        files = [*message.attachments, *message.pictures]
        assert files
        for found in files:
            rig.archive.media.update_url(found.id, found.url + "broken", read_at=rig.clock())
            rig.engine.want_media([found.id])
        await asyncio.sleep(60)
        assert [state(rig, found) for found in files] == [MediaState.STORED] * len(files)

    play(rig, scene)


def test_what_is_gone_is_gone_until_somebody_insists(rig: Any, play: Any) -> None:
    """failure 78, failure 79"""

    async def scene() -> None:
        attachment = await with_photo(rig)
        url = rig.archive.media.attachment(attachment.id).url
        rig.archive.media.update_url(attachment.id, url + "broken", read_at=rig.clock())
        rig.faults.add("error", "read", count=1, code=9000001)
        rig.engine.want_media([attachment.id])
        await asyncio.sleep(20)
        assert state(rig, attachment) is MediaState.GONE
        calls = len(rig.calls("media", "read"))
        rig.engine.want_media([attachment.id])
        await asyncio.sleep(10)
        assert len(rig.calls("media", "read")) == calls
        rig.engine.reload_media(attachment.id)
        await asyncio.sleep(20)
        assert state(rig, attachment) is MediaState.STORED

    play(rig, scene)


@pytest.mark.parametrize(
    ("kind", "settings"), [("oversize", {}), ("redirect", {"location": "http://192.0.2.1/x"}), ("html", {})]
)
def test_what_must_not_be_kept_is_refused(rig: Any, play: Any, kind: str, settings: Any) -> None:
    """failure 88"""

    async def scene() -> None:
        attachment = await with_photo(rig)
        rig.faults.add(kind, "media", count=None, **settings)
        rig.engine.want_media([attachment.id])
        await asyncio.sleep(120)
        assert state(rig, attachment) is not MediaState.STORED
        assert len(rig.calls("media")) <= 12
        assert rig.status().connection is Connection.ONLINE

    play(rig, scene)


def test_trouble_with_files_is_not_trouble_with_the_account(rig: Any, play: Any) -> None:
    """failure 78"""

    async def scene() -> None:
        attachment = await with_photo(rig)
        rig.faults.add("drop_before", "media", count=2)
        rig.engine.want_media([attachment.id])
        await asyncio.sleep(2)
        assert rig.status().connection is Connection.ONLINE
        assert rig.status().problem is None
        await asyncio.sleep(60)
        assert state(rig, attachment) is MediaState.STORED

    play(rig, scene)


def test_two_downloads_at_once_and_the_newest_wish_first(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        thread = rig.world.threads()[0]
        for _ in range(6):
            rig.world.say(thread, line=them(0, photos=("bowl",)))
        await asyncio.sleep(20)
        wanted = [m.attachments[0].id for m in rig.messages(rig.row(thread))[-6:]]
        rig.faults.add("slow", "media", count=None, seconds=10)
        started = rig.loop.time()
        rig.engine.want_media(wanted)
        await asyncio.sleep(10.5)
        stored = [n for n in wanted if rig.archive.media.attachment(n).state is MediaState.STORED]
        assert stored == wanted[-2:]
        await rig.until(lambda: all(rig.archive.media.attachment(n).state is MediaState.STORED for n in wanted))
        assert 29 < rig.loop.time() - started < 33

    play(rig, scene)


def test_profiles_are_asked_for_once_a_day(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        thread = rig.world.threads()[0]
        row = rig.row(thread)
        for _ in range(5):
            rig.engine.want_profiles([row.id])
            await asyncio.sleep(3)
        assert len(rig.calls("profile")) == 1
        person = rig.row(thread).participant
        assert (person.name, person.follower_count) == (thread.person.name, thread.person.followers)
        assert person.picture_key, "its picture comes with it"
        rig.engine.set_attention(Attention.AWAY)
        await asyncio.sleep(timedelta(hours=25).total_seconds())
        rig.engine.want_profiles([row.id])
        await asyncio.sleep(5)
        assert len(rig.calls("profile")) == 2

    play(rig, scene)


@pytest.mark.parametrize("code", [230, 9010, 100])
def test_no_consent_is_no_trouble_and_no_storm(rig: Any, play: Any, code: int) -> None:
    """failure 72, failure 77"""

    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until_quiet()
        fault = rig.faults.add("error", "profile", count=None, code=code)
        row = rig.row(rig.world.threads()[0])
        for _ in range(10):
            rig.engine.want_profiles([row.id])
            await asyncio.sleep(10)
        assert fault.hits == 1
        assert rig.status().problem is None
        assert rig.row(row.remote_id).participant.igsid == row.participant.igsid
        assert rig.row(row.remote_id).participant.username == row.participant.username, "failure 69"

    play(rig, scene)


def test_whoever_is_on_the_screen_does_not_wait_for_the_first_fetch(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until(lambda: len(rig.calls("list")) == 2)
        await asyncio.sleep(0.1)
        others = [rig.row(thread).id for thread in rig.world.threads()[:5]]
        row = rig.row(rig.world.threads()[5])
        rig.engine.want_profiles(others)
        rig.engine.open_conversation(row.id)
        rig.engine.want_profiles([row.id])
        await rig.until(lambda: rig.calls("profile"))
        assert rig.status().first_sync is not None
        await asyncio.sleep(0.1)
        assert rig.row(rig.world.threads()[5]).participant.profile_fetched_at is not None

    play(rig, scene)


def test_names_do_not_wait_for_the_first_fetch(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.connect()
        rig.start()
        await rig.until(lambda: len(rig.calls("list")) == 2)
        await asyncio.sleep(0.1)
        rows = [rig.row(thread) for thread in (rig.world.threads()[n] for n in (2, 0, 3, 1))]
        rig.engine.want_profiles([row.id for row in rows])
        await rig.until(lambda: len(rig.calls("profile")) == 4)
        assert rig.status().first_sync is not None
        pauses = [b.at - a.at for a, b in pairwise(rig.calls("profile"))]
        assert min(pauses) >= timedelta(seconds=1), "they keep a pace of their own"
        asked = [call.path.rpartition("/")[2] for call in rig.calls("profile")]
        assert asked == [row.participant.igsid for row in rows], "from the top of the list, however that is sorted"

    play(rig, scene)

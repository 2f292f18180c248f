"""Conversations as files: everything is there, nothing of it can do harm, and what fails leaves nothing behind."""

import errno
import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from threading import Event

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.attachment import AttachmentKind, AttachmentRole
from igdesk.domain.message import Button, ButtonKind, Card, Share, ShareKind, Story, Template
from igdesk.domain.snapshot import (
    AccountSnapshot,
    AttachmentSnapshot,
    ConversationSnapshot,
    MessageSnapshot,
    PersonSnapshot,
    ReactionSnapshot,
)
from igdesk.store.archive import Archive
from igdesk.ui.export import writer
from igdesk.ui.export.writer import ExportWriter, Stopped, trouble_of

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
SHOP = PersonSnapshot("17841400000000123", "northwind.ceramics")
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Chat:
    """An archive with one account, to be filled and exported."""

    def __init__(self, folder):
        self.archive = Archive.open(folder, b"k" * 32, clock=lambda: NOW)
        self.account_id = self.archive.accounts.add(
            AccountSnapshot(SHOP.remote_id, "5", SHOP.remote_id, Flavour.INSTAGRAM, SHOP.username, "Northwind"),
            connected_at=NOW - timedelta(days=60),
        )
        self.told = []

    def hold(self, *messages, thread="t1", name="Lena Bakes", username="lena.bakes"):
        person = PersonSnapshot(f"99-{thread}", username, name)
        made = [
            MessageSnapshot(
                message.pop("id", f"{thread}-{n:05}"),
                NOW - timedelta(seconds=message.pop("ago", len(messages) - n)),
                *((SHOP, (person,)) if message.pop("own", False) else (person, (SHOP,))),
                **message,
            )
            for n, message in enumerate(messages)
        ]
        page = ConversationSnapshot(thread, NOW, (SHOP, person), tuple(reversed(made)), is_complete=True)
        return self.archive.ingest.conversation(self.account_id, page, read_started_at=NOW).conversation_id

    def export(self, ids, parent, stops=None):
        reader = self.archive.export_reader()
        try:
            tell = lambda done, total: self.told.append((done, total))  # noqa: E731
            return ExportWriter(reader, parent, now=NOW, zone=UTC, told=tell, stops=stops).write(ids)
        finally:
            reader.close()


@pytest.fixture
def chat(tmp_path):
    made = Chat(tmp_path / "archive")
    yield made
    made.archive.close()


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


class Page(HTMLParser):
    """What a browser makes of a page."""

    VOID = ("meta", "img", "br")

    def __init__(self, path):
        super().__init__()
        self.tags, self.open, self.words, self.links, self.sources = [], [], [], [], []
        self.path = path
        self.feed(path.read_text(encoding="utf-8"))
        assert self.open == [], "every tag is closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name == "href"]
        self.sources += [value for name, value in attrs if name == "src"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())

    def count(self, tag):
        return sum(name == tag for name, _ in self.tags)


def test_a_conversation_is_exported_whole_and_escaped(chat, out):
    found = chat.hold(
        {"text": "Is the blue one still there?", "ago": 100_000},
        {"text": "Yes: https://example.org/bowl?a=1&b=2 …", "own": True, "ago": 90_000, "quoted_remote_id": "t1-00000"},
        {"text": "שלום, כמה זה עולה?", "ago": 60, "reactions": (ReactionSnapshot("❤", (SHOP.remote_id,)),)},
    )
    label = chat.archive.triage.labels.make("Wholesale")
    chat.archive.triage.label([found], label.id, True)
    chat.archive.triage.save_note(found, "Opens a café in spring")
    chat.archive.inbox.save_draft(found, "Dear Lena")
    exported = chat.export([found], out)
    assert exported.folder == out / "Lena Bakes 2026-11-20"
    assert (exported.conversations, exported.messages, exported.files) == (1, 3, 0)
    assert sorted(p.name for p in exported.folder.iterdir()) == ["conversation.json", "messages.html"]
    assert [p.name for p in out.iterdir()] == [exported.folder.name], "nothing else is left"
    page = Page(exported.folder / "messages.html")
    for words in ("Lena Bakes", "@lena.bakes", "Wholesale", "Opens a café in spring", "Is the blue one still there?"):
        assert words in page.text
    assert "https://example.org/bowl?a=1&b=2" in page.links
    assert page.count("article") == 3
    assert page.count("h2") == 2, "two days"
    assert all(attrs.get("dir") == "auto" for tag, attrs in page.tags if attrs.get("class") == "text")
    quoted = next(attrs for tag, attrs in page.tags if attrs.get("class") == "quote")
    target = quoted["href"].partition("#")[2]
    assert any(attrs.get("id") == target for tag, attrs in page.tags)
    raw = json.loads((exported.folder / "conversation.json").read_text(encoding="utf-8"))
    assert raw["format"] == "igdesk-export"
    assert raw["version"] == 1
    assert raw["exported_at"] == "2026-11-20T14:36:00Z"
    assert raw["account"]["username"] == "northwind.ceramics"
    assert raw["conversation"]["labels"] == ["Wholesale"]
    assert raw["conversation"]["note"] == "Opens a café in spring"
    assert raw["conversation"]["draft"] == "Dear Lena"
    first, second, third = raw["messages"]
    assert (first["from"], first["at"], first["text"]) == (
        "customer",
        "2026-11-19T10:49:20Z",
        "Is the blue one still there?",
    )
    assert second["reply_to"]["id"] == "t1-00000"
    assert second["written"] == "elsewhere"
    assert third["reactions"] == [{"emoji": "❤", "from": "you"}]
    assert third["text"] == "שלום, כמה זה עולה?"


def test_nothing_from_outside_is_more_than_text(chat, out):
    """Names, labels, notes, links and texts of strangers."""
    found = chat.hold(
        {"text": EVIL},
        {"text": "see javascript:alert(1) and https://e.org/\"onclick='x' \u202egpj.exe"},
        {"shares": (Share("javascript:alert(3)", EVIL, EVIL, ShareKind.LINK, EVIL),)},
        {"template": Template(EVIL, (Button(EVIL, ButtonKind.LINK, "data:text/html,x"),), (Card(EVIL, EVIL, EVIL),))},
        {"text": EVIL, "quoted_remote_id": "t1-00000"},
        {"attachments": (AttachmentSnapshot("a", AttachmentKind.FILE, "text/html", EVIL, "https://x.example/a"),)},
        name=EVIL,
        username="../../etc",
    )
    chat.archive.triage.save_note(found, EVIL)
    chat.archive.triage.label([found], chat.archive.triage.labels.make(EVIL[:20]).id, True)
    for ids in ([found], None):
        exported = chat.export(ids, out)
        for path in exported.folder.rglob("*.html"):
            page = Page(path)
            assert {tag for tag, _ in page.tags} & {"script", "iframe", "object", "form", "base", "link"} == set()
            assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
            for target in page.links:
                scheme = target.partition(":")[0] if ":" in target else ""
                assert scheme in ("", "https", "http"), target
            assert any(attrs.get("http-equiv") == "Content-Security-Policy" for _, attrs in page.tags)
        for path in exported.folder.rglob("*.json"):
            json.loads(path.read_text(encoding="utf-8"))
        assert exported.folder.parent == out


def test_every_kind_of_message(chat, out):
    story = Story("s1", "https://cdn.example/s")
    found = chat.hold(
        {"text": "🥰🏺"},
        {"attachments": (AttachmentSnapshot("a", AttachmentKind.IMAGE, url="https://cdn.example/a"),)},
        {"attachments": (AttachmentSnapshot("b", AttachmentKind.AUDIO, url="https://cdn.example/b"),)},
        {"text": "Lovely!", "story_reply": story},
        {"story_mention": Story("s2", "")},
        {"shares": (Share("https://instagram.com/p/x", "Bowls", kind=ShareKind.REEL, author="lena"),)},
        {"template": Template("Pick one", (Button("Site", ButtonKind.LINK, "https://e.org"),))},
        {"is_unsupported": True},
        {},
    )
    with chat.archive._database.transaction() as tx:
        tx.write("update message set kind = 'unsent', text = '' where remote_id = 't1-00000'")
        tx.write("update message set quick_replies = '[[\"Yes\", \"\"]]' where remote_id = 't1-00006'")
    exported = chat.export([found], out)
    page = Page(exported.folder / "messages.html")
    for words in (
        "Message unsent",
        "Photo, not on this computer",
        "Voice message, not on this computer",
        "Replied to your story",
        "Mentioned you in a story",
        "Shared a reel",
        "from @lena",
        "Pick one",
        "Site",
        "This kind of message can’t be shown here.",
        "Shared a post or reel. Instagram doesn’t pass on which one.",
    ):
        assert words in page.text, words
    kinds = [m["kind"] for m in json.loads((exported.folder / "conversation.json").read_bytes())["messages"]]
    assert kinds == [
        "unsent",
        "media",
        "media",
        "story_reply",
        "story_mention",
        "share",
        "template",
        "unsupported",
        "withheld",
    ]
    articles = page.path.read_text(encoding="utf-8").split("<article")[1:]
    assert all('class="bubble' in part for part in articles)
    assert '"></div>' not in page.path.read_text(encoding="utf-8"), "there is never an empty bubble"


def test_media_that_are_here(chat, out):
    found = chat.hold(
        {
            "attachments": (
                AttachmentSnapshot("a", AttachmentKind.IMAGE, name="con.png", url="https://cdn.example/a"),
                AttachmentSnapshot("b", AttachmentKind.IMAGE, name="my bowl #1.png", url="https://cdn.example/b"),
            ),
            "pictures": (
                AttachmentSnapshot("c", AttachmentKind.IMAGE, url="https://c.example/c", role=AttachmentRole.STORY),
            ),
        },
    )
    message = chat.archive.timeline.newest(found, 1)[0]
    for attachment in (*message.attachments, *message.pictures):
        chat.archive.media.store(attachment.id, PNG)
    chat.archive.media.store_picture(chat.archive.inbox.by_ids([found])[0].participant.id, PNG)
    chat.archive.media.shown.clear()
    exported = chat.export([found], out)
    assert exported.files == 4
    assert not chat.archive.media.shown, "an export is no looking at them"
    names = sorted(p.name for p in (exported.folder / "media").iterdir())
    assert names[-1] == "profile.png"
    assert any(name.endswith("-my bowl #1.png") for name in names)
    assert all((exported.folder / "media" / name).read_bytes() == PNG for name in names)
    page = Page(exported.folder / "messages.html")
    from urllib.parse import unquote

    assert {unquote(source) for source in page.sources} <= {f"media/{name}" for name in names}
    raw = json.loads((exported.folder / "conversation.json").read_bytes())
    assert raw["conversation"]["customer"]["picture"] == "media/profile.png"
    assert {a["file"] for a in raw["messages"][0]["attachments"]} <= {f"media/{name}" for name in names}


def test_long_conversations_have_several_pages(chat, out, monkeypatch):
    monkeypatch.setattr(writer, "PAGE_MESSAGES", 4)
    found = chat.hold(*({"text": f"n{n}", "quoted_remote_id": "t1-00001"} for n in range(10)))
    exported = chat.export([found], out)
    pages = [Page(exported.folder / f"messages-{n:03}.html") for n in (1, 2, 3)]
    assert [page.count("article") for page in pages] == [4, 4, 2]
    assert all(page.count("h2") == 1 for page in pages), "each begins with a day"
    assert "Page 2 of 3" in pages[1].text
    assert "messages-001.html" in pages[1].links
    assert "messages-003.html" in pages[1].links
    assert any(link.startswith("messages-001.html#m") for link in pages[2].links), "a quote leads to its page"
    assert [m["text"] for m in json.loads((exported.folder / "conversation.json").read_bytes())["messages"]] == [
        f"n{n}" for n in range(10)
    ]
    assert chat.told[-1] == (10, 10)


def test_everything_is_exported_with_an_index(chat, out):
    first = chat.hold({"text": "one"}, thread="t1")
    chat.hold({"text": "two"}, {"text": "three"}, thread="t2", name="مريم", username="maryam")
    chat.archive.triage.labels.make("Press")
    chat.archive.saved_replies.make("Hours", "We are open", shortcut="hours")
    exported = chat.export(None, out)
    assert exported.folder.name == "igdesk export 2026-11-20"
    assert (exported.conversations, exported.messages) == (2, 3)
    index = Page(exported.folder / "index.html")
    assert index.count("tr") == 2
    from urllib.parse import unquote

    for link in index.links:
        page = Page(exported.folder / unquote(link))
        assert "../../index.html" in page.links
    whole = json.loads((exported.folder / "igdesk.json").read_bytes())
    assert whole["labels"] == [{"name": "Press", "colour": whole["labels"][0]["colour"]}]
    assert whole["saved_replies"][0]["text"] == "We are open"
    assert sorted(entry["messages"] for entry in whole["conversations"]) == [1, 2]
    second = chat.export([first, 2], out)
    assert second.folder.name == "igdesk export 2026-11-20 (2)", "nothing is written over"
    assert "saved_replies" not in json.loads((second.folder / "igdesk.json").read_bytes())


def test_a_conversation_that_is_deleted_meanwhile_is_left_out(chat, out):
    first = chat.hold({"text": "one"}, thread="t1")
    second = chat.hold({"text": "two"}, thread="t2")
    chat.archive.deleting.delete([first])
    assert chat.export([first, second], out).conversations == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "export.failed.full"),
        (errno.EACCES, "export.failed.forbidden"),
        (errno.EROFS, "export.failed.forbidden"),
        (errno.EIO, "export.failed.other"),
    ],
)
def test_what_fails_leaves_nothing_behind(chat, out, monkeypatch, number, words):
    """failure 99"""
    found = chat.hold(*({"text": f"n{n}"} for n in range(10)))

    def fails(*_):
        raise OSError(number, "no")

    monkeypatch.setattr(writer.page_html, "ending", fails)
    with pytest.raises(OSError, match="no") as caught:
        chat.export([found], out)
    assert trouble_of(caught.value) == words
    assert list(out.iterdir()) == []


def test_stopped_in_the_middle(chat, out):
    found = chat.hold(*({"text": f"n{n}"} for n in range(10)))
    stops = Event()
    stops.set()
    with pytest.raises(Stopped):
        chat.export([found], out, stops)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("CON", "Instagram user 2026-11-20"),
        ("a/b\\c:d", "c_d 2026-11-20"),
        ("..", "Instagram user 2026-11-20"),
        ("x" * 300, "x" * 60 + " 2026-11-20"),
        ("Lena\u202egpj.", "Lenagpj 2026-11-20"),
    ],
)
def test_names_that_every_system_takes(chat, out, name, folder):
    assert chat.export([chat.hold({"text": "hello"}, name=name)], out).folder.name == folder

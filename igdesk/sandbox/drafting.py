"""Turning the lines of a script into dated messages with ids and media."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from igdesk.sandbox.dice import Dice, numeric_id, opaque_id
from igdesk.sandbox.model import Asset, Message, SharedThing, StoryLink, TemplateCard, TemplateMessage, Thread
from igdesk.sandbox.script import CardLine, Line, Shared, TemplateLine

PHOTO_SIZES = ((640, 480), (480, 600), (560, 560), (640, 400))
STORY_SIZE = (360, 640)
STICKER_SIZE = (240, 240)
PRODUCT_SIZE = (480, 320)
CARD_SIZE = (480, 252)
COMMENT = TemplateLine(cards=(CardLine("Use the latest version of the Instagram app to see this comment."),))
STORY_LIFE = timedelta(hours=24)


class Drafter:
    """Makes messages; the same seed, thread and number always give the same ids and media."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.assets: dict[str, Asset] = {}
        """Every file ever linked to, by id."""

    def _asset(
        self, kind: str, mime_type: str, name: str, *key: object, motif: str = "", size: tuple[int, int] = (0, 0),
        duration_s: int = 0, has_link: bool = True, preview: Asset | None = None, foreign_url: str = "",
    ) -> Asset:  # fmt: skip
        asset = Asset(
            numeric_id(16, self._seed, "asset", kind, *key), kind, mime_type, name, motif, *size,
            duration_s=duration_s, has_link=has_link, preview=preview, foreign_url=foreign_url,
        )  # fmt: skip
        self.assets[asset.id] = asset
        return asset

    def picture(self, name: str, *key: object, motif: str, size: tuple[int, int]) -> Asset:
        return self._asset("image", "image/png", name, *key, motif=motif, size=size)

    def own(self, kind: str, mime_type: str, name: str, number: int, *, size: tuple[int, int]) -> Asset:
        """A file that the studio uploaded."""
        kind = "gif" if mime_type == "image/gif" else kind
        return self._asset(kind, mime_type, name, "upload", number, size=size)

    def foreign(self, kind: str, url: str, *key: object) -> Asset:
        """An attachment that was sent by its address."""
        mime_types = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": "application/pdf"}
        size = (1080, 1080) if kind in ("image", "video") else (0, 0)
        name = url.rsplit("/", 1)[-1] or kind
        return self._asset(kind, mime_types.get(kind, ""), name, *key, size=size, foreign_url=url)

    def _assets(self, thread: Thread, line: Line, number: int, at: datetime) -> tuple[Asset, ...]:
        key = (thread.key, number)
        stamp = int(at.timestamp())
        dice = Dice(self._seed, "media", *key)
        found = [
            self.picture(f"image-{stamp}-{i}.png", *key, i, motif=motif, size=dice.choice(PHOTO_SIZES))
            for i, motif in enumerate(line.photos)
        ]
        if line.video:
            preview = self.picture("preview.png", *key, "preview", motif=line.video, size=(480, 600))
            name = f"video-{stamp}.mp4"
            found.append(
                self._asset(
                    "video", "video/mp4", name, *key, motif=line.video, size=(400, 500), duration_s=18, preview=preview
                )
            )
        if line.voice_s:
            name = f"audioclip-{stamp}000-{line.voice_s * 1000}.mp4"
            found.append(self._asset("audio", "audio/mp4", name, *key, duration_s=line.voice_s))
        if line.pdf:
            found.append(self._asset("file", "application/pdf", line.pdf, *key))
        if line.gif:
            found.append(self._asset("gif", "image/gif", "animation.gif", *key, motif=line.gif, size=(240, 240)))
        if line.sticker:
            name = f"sticker-{stamp}.png"
            found.append(
                self._asset("sticker", "image/png", name, *key, "sticker", motif=line.sticker, size=STICKER_SIZE)
            )
        if line.shared is not None and line.shared.motif and line.shared.kind != "product":
            found.append(self.picture(f"image-{stamp}.png", *key, "shared", motif=line.shared.motif, size=STORY_SIZE))
        if line.view_once:
            found.append(self._asset("image", "image/jpeg", "", *key, "once", has_link=False))
        return tuple(found)

    def message(self, thread: Thread, line: Line, number: int, at: datetime, before: Sequence[Message] = ()) -> Message:
        """One message; ``before`` are the earlier ones, for quotes."""
        at = at.replace(microsecond=0)
        head = "aWdfZAG1faXRlbTox"
        message = Message(
            opaque_id(head, self._seed, thread.key, number), number, at, line.mine, line.text,
            assets=self._assets(thread, line, number, at), is_unsupported=line.unsupported,
        )  # fmt: skip
        shared = Shared("reel", line.reel) if line.reel else line.shared
        if shared is not None:
            message.shares = (self._shared(thread, shared, number),)
        template = COMMENT if line.comment else line.template
        if template is not None:
            message.template = self._template(thread, template, number)
        motif = line.story or line.mention
        if motif:
            asset = self.picture("story.png", thread.key, number, "story", motif=motif, size=STORY_SIZE)
            age = timedelta(minutes=Dice(self._seed, "story", thread.key, number).uniform(5, 60))
            story_id = numeric_id(17, self._seed, "story", thread.key, number)
            message.story = StoryLink(bool(line.mention), story_id, asset, at - age + STORY_LIFE)
        if line.reaction:
            reacting = thread.person.igsid if line.mine else thread.account.ig_id
            message.reactions[reacting] = line.reaction
        if line.quotes and line.quotes <= len(before):
            message.quoted_id = before[-line.quotes].id
        return message

    def _shared(self, thread: Thread, shared: Shared, number: int) -> SharedThing:
        code = opaque_id("D", self._seed, "reel", thread.key, number)[:11]
        folder = f"{shared.author}/" if shared.author else ""
        path = {"reel": "reel", "story": "stories"}.get(shared.kind, "p")
        picture = None
        if shared.kind == "product":
            key = (thread.key, number, "product")
            picture = self.picture("product.png", *key, motif=shared.motif, size=PRODUCT_SIZE) if shared.motif else None
        link = shared.link or f"https://www.instagram.com/{folder}{path}/{code}/"
        return SharedThing(shared.kind, link, shared.title, shared.description, picture)

    def _template(self, thread: Thread, line: TemplateLine, number: int) -> TemplateMessage:
        cards = []
        for place, card in enumerate(line.cards):
            key = (thread.key, number, "card", place)
            picture = self.picture("card.png", *key, motif=card.motif, size=CARD_SIZE) if card.motif else None
            cards.append(TemplateCard(card.title, card.subtitle, picture, card.url, card.buttons))
        return TemplateMessage(line.text, line.buttons, tuple(cards))

    def history(self, thread: Thread, lines: Sequence[Line]) -> list[Message]:
        """All lines, dated backwards from the thread's last message."""
        times: list[datetime] = []
        at = thread.updated_at
        for line in reversed(lines):
            times.append(at)
            at -= timedelta(minutes=line.gap_min)
        messages: list[Message] = []
        for number, (line, when) in enumerate(zip(lines, reversed(times), strict=True), start=1):
            messages.append(self.message(thread, line, number, when, messages))
        return messages

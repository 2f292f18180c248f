"""Files handed to Instagram before they are sent: ``/message_attachments``."""

import json
from collections.abc import Mapping

from igdesk.sandbox import failures
from igdesk.sandbox.fields import Json
from igdesk.sandbox.judging import ENDINGS, UploadedFile, check_file, size_of, type_of
from igdesk.sandbox.model import Asset, Business
from igdesk.sandbox.world import World

LIFE_DAYS = 90


class UploadDesk:
    """Takes one POST of a file, or of the address of one."""

    def __init__(self, world: World, account: Business) -> None:
        self._world = world
        self._account = account

    def take(self, body: Mapping[str, object]) -> Json:
        """Check, keep and answer the id it can be sent by."""
        if str(body.get("platform", "")).lower() != "instagram":
            raise failures.parameter("Param platform must be one of {INSTAGRAM, MESSENGER}")
        kind, url = self._described(body.get("message"))
        file = body.get("filedata")
        number = len(self._world.uploads) + 1
        if isinstance(file, UploadedFile):
            if not file.name.isascii():
                raise failures.parameter(
                    "Media file names containing non-ASCII characters are not supported for attachment uploads"
                )
            if not file.data:
                raise failures.parameter("Upload attachment failure.", 2018047)
            mime_type = type_of(file.data)
            check_file(kind, mime_type, len(file.data))
            asset = self._world.drafter.own(kind, mime_type, file.name, number, size=size_of(file.data))
            self._world.media.keep(asset.id, file.data)
        elif url:
            asset = fetched(self._world, kind, url, "upload", number)
        else:
            raise failures.parameter("Param filedata must be a file")
        upload_id = str(1_200_000_000_000_000 + number)
        self._world.uploads[upload_id] = (self._account.ig_id, asset, self._world.now())
        return {"attachment_id": upload_id}

    @staticmethod
    def _described(value: object) -> tuple[str, str]:
        """Kind and address that the ``message`` field names; in a form it is text."""
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = None
        attachment = value.get("attachment") if isinstance(value, dict) else None
        if not isinstance(attachment, dict) or attachment.get("type") not in ("image", "video", "audio", "file"):
            raise failures.parameter("Param message[attachment][type] must be one of {image, audio, video, file}")
        payload = attachment.get("payload")
        url = payload.get("url", "") if isinstance(payload, dict) else ""
        return str(attachment["type"]), str(url)


def fetched(world: World, kind: str, url: str, *key: object) -> Asset:
    """What Meta's crawler brings from an address.

    The media host of the sandbox is on this computer and really looked at; other public addresses are believed to
    hold what their ending says.
    """
    own = world.media.asset_at(url)
    if own is not None:
        check_file(kind, type_of(world.media.content(own.id)[0]), len(world.media.content(own.id)[0]))
        return own
    if not url.startswith("https://") or any(part in url for part in ("localhost", "127.0.0.1", "://[", "@")):
        raise failures.parameter("Failed to fetch the file from the url", 2018008)
    ending = url.partition("?")[0].rsplit("/", 1)[-1].rpartition(".")[2].lower()
    if ending in ENDINGS:
        check_file(kind, _as_kind(ENDINGS[ending], kind), 0)
    return world.drafter.foreign(kind, url, *key)


def _as_kind(mime_type: str, kind: str) -> str:
    """An .mp4 may hold sound only."""
    return "audio/mp4" if (mime_type, kind) == ("video/mp4", "audio") else mime_type

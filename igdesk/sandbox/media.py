"""The stand-in CDN: signed links that expire, and the bytes behind them."""

import zlib
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from urllib.parse import parse_qsl, urlencode

from igdesk.sandbox.documents import pdf_bytes
from igdesk.sandbox.films import video_mp4
from igdesk.sandbox.model import Asset
from igdesk.sandbox.pictures import avatar_png, gif_bytes, picture_png
from igdesk.sandbox.sounds import voice_mp4
from igdesk.sandbox.stickers import sticker_png

LINK_LIFE = timedelta(days=4)
CACHE_BYTES = 24 * 1024 * 1024


class MediaLinks:
    """Makes links to assets and answers them."""

    def __init__(self, seed: int, assets: Mapping[str, Asset]) -> None:
        self._seed = seed
        self._assets = assets
        self._avatars: dict[str, tuple[str, str]] = {}
        self._cache: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._fresh = 0
        self._uploaded: dict[str, bytes] = {}
        self.fresh_links = False
        """Every read gives another link to the same file (Meta promises nothing here)."""

    def _signature(self, asset_id: str, expiry: str, turn: str) -> str:
        return sha256(f"{self._seed}:{asset_id}:{expiry}:{turn}".encode()).hexdigest()[:32]

    def link(self, base_url: str, asset_id: str, now: datetime, *, is_profile: bool = False) -> str:
        """A link good for four to five days. It changes once a day, so an idle poll finds nothing new."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        expiry = f"{int((midnight + LINK_LIFE).timestamp()):X}"
        turn = ""
        if self.fresh_links:
            self._fresh += 1
            turn = str(self._fresh)
        query = {"asset_id": asset_id, "signature": self._signature(asset_id, expiry, turn), "oe": expiry}
        if turn:
            query["_nc_ht"] = turn
        folder = "profile" if is_profile else "ig_messaging_cdn"
        return f"{base_url}/cdn/{folder}/?{urlencode(query)}"

    def avatar_link(self, base_url: str, user_id: str, motif: str, now: datetime) -> str:
        asset_id = str(int(sha256(f"{self._seed}:avatar:{user_id}".encode()).hexdigest()[:13], 16))
        self._avatars[asset_id] = (user_id, motif)
        return self.link(base_url, asset_id, now, is_profile=True)

    def check(self, query: Mapping[str, str], now: datetime) -> int:
        """HTTP status of a link: 200, 403 when expired or forged, 404 when there is no such file."""
        asset_id, expiry = query.get("asset_id", ""), query.get("oe", "")
        if asset_id not in self._assets and asset_id not in self._avatars:
            return 404
        if query.get("signature") != self._signature(asset_id, expiry, query.get("_nc_ht", "")):
            return 403
        return 200 if now.timestamp() < int(expiry, 16) else 403

    def keep(self, asset_id: str, data: bytes) -> None:
        """The bytes of a file that was uploaded."""
        self._uploaded[asset_id] = data

    def asset_at(self, url: str) -> Asset | None:
        """The file behind a link of this CDN."""
        host, _, query = url.partition("/cdn/")
        found = dict(parse_qsl(query.partition("?")[2]))
        is_here = host.startswith(("http://127.0.0.1", "http://localhost", "https://"))
        return self._assets.get(found.get("asset_id", "")) if is_here else None

    def is_ready(self, asset_id: str) -> bool:
        """Whether the bytes are at hand without drawing."""
        return asset_id in self._cache or asset_id in self._uploaded

    def content(self, asset_id: str) -> tuple[bytes, str]:
        """Bytes and content type of a file; made on first use and kept for a while. Safe in any thread."""
        asset = self._assets.get(asset_id)
        return self._kept(asset_id), asset.mime_type if asset is not None else "image/png"

    def _kept(self, asset_id: str) -> bytes:
        if asset_id in self._uploaded:
            return self._uploaded[asset_id]
        with self._lock:
            data = self._cache.get(asset_id)
            if data is not None:
                self._cache.move_to_end(asset_id)
                return data
        data = self._make(asset_id)
        with self._lock:
            self._cache[asset_id] = data
            while sum(map(len, self._cache.values())) > CACHE_BYTES and len(self._cache) > 1:
                self._cache.popitem(last=False)
        return data

    def _make(self, asset_id: str) -> bytes:
        if asset_id in self._avatars:
            user_id, motif = self._avatars[asset_id]
            return avatar_png(motif, zlib.crc32(user_id.encode()))
        asset = self._assets[asset_id]
        variant = zlib.crc32(asset_id.encode())
        if asset.kind == "image":
            return picture_png(asset.motif, asset.width_px or 480, asset.height_px or 480, variant)
        if asset.kind == "sticker":
            return sticker_png(asset.motif, asset.width_px, variant)
        if asset.kind == "gif":
            return gif_bytes(asset.width_px, asset.height_px, variant)
        if asset.kind == "file":
            return pdf_bytes(asset.name)
        if asset.kind == "audio":
            return voice_mp4(asset.duration_s, variant)
        return video_mp4(asset.motif, asset.width_px or 400, asset.height_px or 500, asset.duration_s, variant)

"""Access tokens of both flavours and what is wrong with them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from typing import Literal

from igdesk.sandbox import failures
from igdesk.sandbox.model import Business

Flavour = Literal["instagram", "facebook"]
TokenKind = Literal["instagram_user", "page", "facebook_user"]

INSTAGRAM_PERMISSIONS = ("instagram_business_basic", "instagram_business_manage_messages")
FACEBOOK_PERMISSIONS = (
    "instagram_basic",
    "instagram_manage_messages",
    "pages_manage_metadata",
    "pages_show_list",
    "pages_read_engagement",
    "pages_messaging",
)
LIFETIME = timedelta(days=60)


@dataclass(slots=True)
class Token:
    """One token the sandbox accepts, or refuses in a known way."""

    text: str
    kind: TokenKind
    account: Business
    issued_at: datetime
    expires_at: datetime | None
    revoked: int = 0
    """Subcode of error 190 once it was revoked; 0 while it is good."""
    is_tester: bool = True
    permissions: list[str] = field(default_factory=list)

    @property
    def flavour(self) -> Flavour:
        return "instagram" if self.kind == "instagram_user" else "facebook"


class TokenBook:
    """All tokens by their text."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._tokens: dict[str, Token] = {}
        self._issued = 0
        self.rotate_on_refresh = False
        """A refresh hands out another string; the old one stays good, as with Meta."""
        self.app_secret = ""
        """When set, an ``appsecret_proof`` that is given is checked; ``require_proof`` asks for one."""
        self.require_proof = False

    def issue(
        self,
        kind: TokenKind,
        account: Business,
        now: datetime,
        *,
        text: str = "",
        lifetime: timedelta | None = LIFETIME,
    ) -> Token:
        """A new good token. Page tokens made from a long-lived user token have no expiry: pass ``lifetime=None``."""
        self._issued += 1
        if not text:
            tail = sha256(repr((self._seed, kind, account.ig_id, self._issued)).encode()).hexdigest()
            text = f"{'IGAA' if kind == 'instagram_user' else 'EAA'}sandbox{tail[:48]}"
        permissions = INSTAGRAM_PERMISSIONS if kind == "instagram_user" else FACEBOOK_PERMISSIONS
        expires_at = None if lifetime is None else now + lifetime
        token = Token(text, kind, account, now, expires_at, permissions=list(permissions))
        self._tokens[text] = token
        return token

    def get(self, text: str) -> Token | None:
        return self._tokens.get(text)

    def spoil(self, text: str, state: str, *, subcode: int = 467, at: datetime | None = None) -> None:
        """Change what a token is worth: ``good``, ``expired`` (``at`` a time), ``revoked`` (subcode), ``no_tester``."""
        token = self._tokens[text]
        token.revoked = subcode if state == "revoked" else 0
        token.is_tester = state != "no_tester"
        if state == "expired":
            token.expires_at = at
        elif state == "good":
            token.expires_at = None

    def check(self, text: str, *, method: str, now: datetime, host: Flavour | None) -> Token:
        """The token behind a text, or the refusal Graph gives for it."""
        status = 401 if (host or ("facebook" if text.startswith("EAA") else "instagram")) == "facebook" else 400
        if not text:
            raise failures.no_token()
        token = self._tokens.get(text)
        if token is None or (host is not None and host != token.flavour):
            raise failures.unparsable_token(status)
        if token.revoked:
            raise failures.revoked_token(token.revoked, status)
        if token.expires_at is not None and now >= token.expires_at:
            raise failures.expired_token(token.expires_at, now, status)
        if not token.is_tester:
            raise failures.not_a_tester(method)
        return token

    def check_proof(self, token: str, proof: str | None) -> None:
        if not self.app_secret or (proof is None and not self.require_proof):
            return
        expected = hmac(self.app_secret.encode(), token.encode(), "sha256").hexdigest()
        if proof is None:
            raise failures.GraphRefusalError(
                100, "API calls from the server require an appsecret_proof argument", type="GraphMethodException"
            )
        if proof != expected:
            raise failures.GraphRefusalError(
                100, "Invalid appsecret_proof provided in the API argument", type="GraphMethodException"
            )

    def refresh(self, token: Token, now: datetime) -> tuple[Token, int]:
        """Sixty more days for an Instagram token that is at least a day old."""
        if now - token.issued_at < timedelta(hours=24):
            raise failures.GraphRefusalError(
                100, "The access token must be at least 24 hours old to be refreshed.", type="IGApiException"
            )
        if self.rotate_on_refresh:
            token = self.issue("instagram_user", token.account, now)
        else:
            token.issued_at, token.expires_at = now, now + LIFETIME
        return token, int(LIFETIME.total_seconds())

"""Signing in with the browser as Meta plays it: the consent page, the codes, and what they are traded for."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from igdesk.sandbox.exchange import Answer, Request
from igdesk.sandbox.failures import GraphRefusalError, parameter
from igdesk.sandbox.tokens import Flavour, Token, TokenKind

if TYPE_CHECKING:
    from igdesk.sandbox.world import World

SHORT_LIFE = timedelta(hours=1)
LONG_LIFE_S = 5_183_950
CODE_LIFE = timedelta(hours=1)


@dataclass(slots=True)
class _Code:
    flavour: Flavour
    redirect_uri: str
    challenge: str
    scopes: list[str]
    issued_at: datetime
    is_used: bool = False


class SignInDesk:
    """Answers the pages and endpoints of both logins."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._codes: dict[str, _Code] = {}

    @staticmethod
    def takes(request: Request) -> bool:
        """Whether the call belongs here: it is not made with a token."""
        return request.parts[-2:] in (["oauth", "authorize"], ["dialog", "oauth"], ["oauth", "access_token"])

    def answer(self, request: Request) -> Answer:
        flavour = self._flavour(request)
        if request.parts[-1] == "access_token":
            return self._trade(request, flavour)
        return self._consent(request, flavour)

    def _flavour(self, request: Request) -> Flavour:
        if request.parts[-1] == "access_token":
            is_graph = bool(request.version) or request.host == "facebook"
            return "facebook" if is_graph else "instagram"
        return "facebook" if request.parts[-2] == "dialog" else "instagram"

    # The page

    def _consent(self, request: Request, flavour: Flavour) -> Answer:
        app, query = self._world.app, request.query
        redirect_uri = query.get("redirect_uri", "")
        if query.get("client_id") != self._app_id(flavour):
            return _page("Invalid platform app", 400)
        if app.redirect_uris and redirect_uri not in app.redirect_uris:
            return _page("Invalid redirect_uri: it is not registered for this app.", 400)
        if query.get("response_type") != "code" or not redirect_uri:
            return _page("Invalid request: response_type has to be code.", 400)
        if not app.is_open:
            return _page("Insufficient Developer Role: insufficient developer role.", 403)
        decision = query.get("decision", "") or app.consent
        if decision == "ask":
            return _consent_page(
                f"{request.path}?{urlencode({**query, 'decision': 'allow'})}",
                f"{request.path}?{urlencode({**query, 'decision': 'deny'})}",
            )
        answer = {"state": query["state"]} if "state" in query else {}
        if decision == "deny":
            answer |= {
                "error": "access_denied",
                "error_reason": "user_denied",
                "error_description": "The user denied your request",
            }
        else:
            answer["code"] = self._make_code(request, flavour, redirect_uri)
        tail = "#_" if flavour == "instagram" else "#_=_"
        separator = "&" if "?" in redirect_uri else "?"
        return Answer(302, raw=b"", headers={"location": f"{redirect_uri}{separator}{urlencode(answer)}{tail}"})

    def _make_code(self, request: Request, flavour: Flavour, redirect_uri: str) -> str:
        text = f"AQ{hashlib.sha256(f'{self._world.seed} {len(self._codes)}'.encode()).hexdigest()}"
        asked = [name for name in request.query.get("scope", "").replace(",", " ").split() if name]
        scopes = [name for name in asked if name not in self._world.app.unticked]
        challenge = request.query.get("code_challenge", "")
        self._codes[text] = _Code(flavour, redirect_uri, challenge, scopes, self._world.now())
        return text

    # The endpoint

    def _trade(self, request: Request, flavour: Flavour) -> Answer:
        if request.parameter("grant_type") == "fb_exchange_token":
            self._check_app(request, flavour)
            token = self._world.tokens.get(request.parameter("fb_exchange_token"))
            if token is None:
                raise parameter("Invalid fb_exchange_token")
            return Answer(value=self._lasting(token))
        refusal = self._refusal(request, flavour)
        if refusal:
            if flavour == "instagram":
                return Answer(400, {"error_type": "OAuthException", "code": 400, "error_message": refusal})
            raise GraphRefusalError(100, refusal)
        code = self._codes[request.parameter("code").removesuffix("#_")]
        code.is_used = True
        account = self._world.businesses[self._world.app.account]
        kind: TokenKind = "instagram_user" if flavour == "instagram" else "facebook_user"
        token = self._world.tokens.issue(kind, account, self._world.now(), lifetime=SHORT_LIFE)
        token.permissions = list(code.scopes)
        token.is_tester = self._world.app.is_tester
        if flavour == "facebook":
            return Answer(value={"access_token": token.text, "token_type": "bearer", "expires_in": 3600})
        granted = {"access_token": token.text, "user_id": account.app_scoped_id, "permissions": ",".join(code.scopes)}
        return Answer(value={"data": [granted]})

    def _refusal(self, request: Request, flavour: Flavour) -> str:
        """Why a code is not taken; empty when it is."""
        app = self._world.app
        if request.parameter("client_id") != self._app_id(flavour):
            is_other = request.parameter("client_id") == app.meta_app_id
            return "Invalid platform app" if is_other else "Error validating application. Invalid client_id"
        if request.parameter("client_secret") != self._app_secret(flavour):
            return "Error validating client secret."
        code = self._codes.get(request.parameter("code").removesuffix("#_"))
        if code is None or code.is_used or self._world.now() - code.issued_at > CODE_LIFE:
            return "Matching code was not found or was already used"
        if request.parameter("redirect_uri") != code.redirect_uri:
            return (
                "Error validating verification code. Please make sure your redirect_uri is identical to the one you "
                "used in the OAuth dialog request"
            )
        if code.challenge and _challenge(request.parameter("code_verifier")) != code.challenge:
            return "Invalid code_verifier"
        return ""

    def _check_app(self, request: Request, flavour: Flavour) -> None:
        if request.parameter("client_id") != self._app_id(flavour):
            raise GraphRefusalError(101, "Error validating application. Invalid client_id")
        if request.parameter("client_secret") != self._app_secret(flavour):
            raise GraphRefusalError(1, "Error validating client secret.")

    def lengthen(self, request: Request, token: Token) -> dict[str, object]:
        """``/access_token`` of the Instagram flavour."""
        secret = request.parameter("client_secret")
        if not secret:
            raise parameter("Missing client_secret parameter.")
        return self._lasting(token)

    def _lasting(self, token: Token) -> dict[str, object]:
        now = self._world.now()
        life = timedelta(seconds=LONG_LIFE_S) if self._world.app.exchanges else SHORT_LIFE
        fresh = self._world.tokens.issue(token.kind, token.account, now, lifetime=life)
        fresh.permissions, fresh.is_tester = list(token.permissions), token.is_tester
        return {"access_token": fresh.text, "token_type": "bearer", "expires_in": int(life.total_seconds())}

    def _app_id(self, flavour: Flavour) -> str:
        app = self._world.app
        return app.instagram_app_id if flavour == "instagram" else app.meta_app_id

    def _app_secret(self, flavour: Flavour) -> str:
        app = self._world.app
        return app.instagram_app_secret if flavour == "instagram" else app.meta_app_secret


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _page(words: str, status: int = 200) -> Answer:
    text = f"<!doctype html><meta charset=utf-8><title>Sandbox sign-in</title><h1>{escape(words)}</h1>"
    return Answer(status, raw=text.encode(), content_type="text/html; charset=utf-8")


def _consent_page(allow: str, deny: str) -> Answer:
    text = (
        "<!doctype html><meta charset=utf-8><title>Sandbox sign-in</title>"
        "<h1>Let the app read and answer your messages?</h1>"
        f'<p><a href="{escape(allow)}">Allow</a> <a href="{escape(deny)}">Cancel</a>'
    )
    return Answer(raw=text.encode(), content_type="text/html; charset=utf-8")

"""Driving the sandbox over HTTP: ``/sandbox/...``, for development and for tests of the whole program."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

from igdesk.sandbox.dialogues_show import KINDS
from igdesk.sandbox.exchange import Answer, Call, Request
from igdesk.sandbox.faults import KINDS as FAULT_KINDS
from igdesk.sandbox.faults import SCOPES, Faults, Kind, Scope
from igdesk.sandbox.model import Thread
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.world import World

RESERVED = frozenset({"kind", "scope", "count", "skip", "path", "clear"})


class Control:
    """Answers the calls of ``/sandbox``."""

    def __init__(self, world: World, faults: Faults, options: Options, calls: Sequence[Call]) -> None:
        self._world = world
        self._faults = faults
        self._options = options
        self._calls = calls

    def handle(self, request: Request) -> Answer:
        name = "/".join(request.parts[1:])
        try:
            match name:
                case "state":
                    return Answer(value=self._state())
                case "clock":
                    return Answer(value={"now": self._world.now().isoformat()})
                case "advance":
                    return Answer(value=self._advance(request))
                case "faults":
                    return Answer(value=self._change_faults(request))
                case "say":
                    return Answer(value=self._say(request))
                case "options":
                    return Answer(value=self._set_options(request))
                case "phone":
                    return Answer(value=self._phone(request))
                case "token":
                    return Answer(value=self._token(request))
                case "app":
                    return Answer(value=self._app(request))
                case "refuse":
                    thread = self._thread(request)
                    self._world.refuse(thread, request.parameter("reason"))
                    return Answer(value={"conversation": thread.id})
                case "poison":
                    thread = self._world.poison(self._thread(request))
                    return Answer(value={"conversation": thread.id})
        except (KeyError, ValueError) as error:
            return Answer(400, {"problem": f"{type(error).__name__}: {error}"})
        return Answer(404, {"problem": f"no /sandbox/{name}"})

    def _thread(self, request: Request) -> Thread:
        return self._world.thread(request.parameter("conversation") or request.parameter("username"))

    def _state(self) -> dict[str, object]:
        """Sends received, sender actions, call log, clock, faults."""
        self._world.tick()
        return {
            "now": self._world.now().isoformat(),
            "sent": [{**asdict(sent), "at": sent.at.isoformat()} for sent in self._world.sent],
            "actions": [{**asdict(action), "at": action.at.isoformat()} for action in self._world.actions],
            "calls": [{**asdict(call), "at": call.at.isoformat()} for call in self._calls],
            "faults": self._list_faults(),
            "accounts": [
                {
                    "ig_id": business.ig_id,
                    "username": business.username,
                    "conversations": [
                        {"id": thread.id, "username": thread.person.username, "igsid": thread.person.igsid}
                        for thread in self._world.threads(business)[:50]
                    ],
                }
                for business in self._world.businesses
            ],
        }

    def _list_faults(self) -> list[dict[str, object]]:
        return [
            {"kind": fault.kind, "scope": fault.scope, "remaining": fault.remaining, "hits": fault.hits,
             "skip": fault.skip, "path": fault.path, **fault.settings}
            for fault in self._faults.active
        ]  # fmt: skip

    def _advance(self, request: Request) -> dict[str, object]:
        seconds = request.body.get("seconds", 0)
        if not isinstance(seconds, int | float):
            raise ValueError("seconds")
        return {"now": self._world.advance(seconds).isoformat()}

    def _change_faults(self, request: Request) -> dict[str, object]:
        if request.method == "DELETE" or request.body.get("clear"):
            self._faults.clear()
        if request.method == "POST" and "kind" in request.body:
            kind, scope = request.body["kind"], request.body.get("scope", "any")
            count, skip = request.body.get("count", 1), request.body.get("skip", 0)
            if kind not in FAULT_KINDS or scope not in SCOPES:
                raise ValueError(f"{kind!r} in {scope!r}")
            settings = {name: value for name, value in request.body.items() if name not in RESERVED}
            self._faults.add(
                cast("Kind", kind),
                cast("Scope", scope),
                count=count if isinstance(count, int) else None,
                skip=skip if isinstance(skip, int) else 0,
                path=request.parameter("path"),
                **settings,
            )
        return {"faults": self._list_faults()}

    def _say(self, request: Request) -> dict[str, object]:
        """The customer writes ``text``, or a message of a ``kind``; the studio's own kinds come from the phone."""
        kind = request.parameter("kind")
        line = KINDS[kind] if kind else None
        message = self._world.say(self._thread(request), request.parameter("text"), line=line)
        return {"message_id": message.id}

    def _set_options(self, request: Request) -> dict[str, object]:
        """How attachments are handed out (``attachment_shape``), and what is not known (``unknown_fields``)."""
        shape, unknown = request.body.get("attachment_shape"), request.body.get("unknown_fields")
        if shape == "read" or shape == "event":
            self._options.attachment_shape = shape
        elif shape is not None:
            raise ValueError("attachment_shape")
        if isinstance(unknown, list):
            self._options.unknown_fields = frozenset(name for name in unknown if isinstance(name, str))
        return {
            "attachment_shape": self._options.attachment_shape,
            "unknown_fields": sorted(self._options.unknown_fields),
        }

    def _phone(self, request: Request) -> dict[str, object]:
        message = self._world.phone(self._thread(request), request.parameter("text"))
        return {"message_id": message.id}

    def _app(self, request: Request) -> dict[str, object]:
        """The app at Meta and what is the matter with it: see ``MetaApp``. A GET only looks."""
        if request.method == "POST":
            self._world.app.change(request.body)
        return asdict(self._world.app)

    def _token(self, request: Request) -> dict[str, object]:
        """``state``: good, expired, revoked (with ``subcode``), no_tester."""
        state, subcode = request.parameter("state", "good"), request.body.get("subcode", 467)
        self._world.spoil_token(state, request.parameter("token"), subcode=subcode if isinstance(subcode, int) else 467)
        return {"state": state}

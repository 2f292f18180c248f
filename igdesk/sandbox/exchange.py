"""One HTTP call as the sandbox sees it, and its answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from re import compile as compile_pattern
from urllib.parse import parse_qsl, unquote

from igdesk.sandbox.judging import UploadedFile
from igdesk.sandbox.tokens import Flavour

HOSTS: dict[str, Flavour] = {"instagram": "instagram", "facebook": "facebook"}
_PARAMETER = compile_pattern(r'(\w+)="([^"]*)"')
_VERSION = compile_pattern(r"v\d+\.\d+")


@dataclass(slots=True)
class Request:
    """A call, taken apart."""

    method: str
    path: str
    """As asked for, without the query; may hold quoted ids."""
    parts: list[str]
    """Unquoted path segments after host prefix and version."""
    version: str
    host: Flavour | None
    """The flavour that the address names, by a first segment ``instagram`` or ``facebook`` or by the host's name."""
    query: dict[str, str]
    headers: dict[str, str]
    body: Mapping[str, object]
    base_url: str

    def parameter(self, name: str, default: str = "") -> str:
        """From the query, or else from the body."""
        if name in self.query:
            return self.query[name]
        value = self.body.get(name, default)
        return value if isinstance(value, str) else default

    @property
    def token(self) -> str:
        """Bearer header or parameter."""
        scheme, _, value = self.headers.get("authorization", "").partition(" ")
        return value.strip() if scheme.lower() == "bearer" else self.parameter("access_token")


@dataclass(slots=True)
class Answer:
    """What goes back. ``value`` is JSON unless raw bytes are given."""

    status: int = 200
    value: object = None
    raw: bytes | None = None
    content_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)

    def payload(self) -> bytes:
        return self.raw if self.raw is not None else json.dumps(self.value, ensure_ascii=True).encode()


@dataclass(frozen=True, slots=True)
class Call:
    """One line of the call log. The query is kept without the token."""

    at: datetime
    method: str
    path: str
    query: Mapping[str, str]
    scope: str
    status: int
    """0 when the connection broke or nothing was answered."""
    account_id: str = ""


def read_body(data: bytes, content_type: str) -> Mapping[str, object]:
    """JSON, or form fields whose values may be JSON themselves."""
    if not data:
        return {}
    if "json" in content_type:
        try:
            value = json.loads(data)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}
    if content_type.startswith("multipart/form-data"):
        return _read_form(data, content_type)
    fields: dict[str, object] = {}
    for name, text in parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True):
        try:
            fields[name] = json.loads(text) if text[:1] in "{[" else text
        except ValueError:
            fields[name] = text
    return fields


def _read_form(data: bytes, content_type: str) -> Mapping[str, object]:
    """The fields of a form; a field with a file name is a file."""
    fields: dict[str, object] = {}
    _, _, boundary = content_type.partition("boundary=")
    mark = b"--" + boundary.strip('"').encode()
    for part in data.split(mark)[1:-1]:
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        words = dict(_PARAMETER.findall(head.decode("utf-8", "replace")))
        body = body.removesuffix(b"\r\n")
        if "filename" in words:
            kind = head.decode("latin-1").lower().partition("content-type:")[2].strip()
            fields[words.get("name", "")] = UploadedFile(words["filename"], kind, body)
        else:
            fields[words.get("name", "")] = body.decode("utf-8", "replace")
    return fields


def read_request(
    method: str, raw_path: str, raw_query: str, headers: dict[str, str], data: bytes, base_url: str
) -> Request:
    parts = [unquote(part) for part in raw_path.split("/") if part]
    host: Flavour | None = None
    for name, flavour in HOSTS.items():
        if headers.get("host", "").split(":")[0] == f"graph.{name}.com":
            host = flavour
    if parts and parts[0].removeprefix("graph.").removesuffix(".com") in HOSTS:
        host = HOSTS[parts.pop(0).removeprefix("graph.").removesuffix(".com")]
    version = parts.pop(0) if parts and _VERSION.fullmatch(parts[0]) else ""
    query = dict(parse_qsl(raw_query, keep_blank_values=True))
    body = read_body(data, headers.get("content-type", ""))
    return Request(method.upper(), raw_path, parts, version, host, query, headers, body, base_url)

"""The ``fields`` parameter: parsing ``messages.limit(20).after(x){id,from{id}}`` and picking from plain objects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Json = dict[str, object]


class FieldSyntaxError(ValueError):
    """The parameter cannot be read; the message is Graph's."""


class UnknownFieldError(Exception):
    """A field that the node does not have."""

    def __init__(self, name: str, node_type: str) -> None:
        super().__init__(f"(#100) Tried accessing nonexisting field ({name}) on node type ({node_type})")


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    alias: str
    arguments: Mapping[str, str]
    children: tuple["Field", ...] | None
    """None when no braces were given: the node's defaults apply."""

    def argument(self, name: str) -> str:
        return self.arguments.get(name, "")


def plain(*names: str) -> tuple[Field, ...]:
    """Fields without arguments or children."""
    return tuple(Field(name, name, {}, None) for name in names)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def _refuse(self, expected: str) -> FieldSyntaxError:
        found = f'"{self.text[self.at]}"' if self.at < len(self.text) else "end of string"
        return FieldSyntaxError(f'Syntax error "Expected {expected} instead of {found}." at character {self.at}')

    def _peek(self) -> str:
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def _name(self) -> str:
        self._peek()
        start = self.at
        while self.at < len(self.text) and (self.text[self.at].isalnum() or self.text[self.at] == "_"):
            self.at += 1
        if start == self.at:
            raise self._refuse("string")
        return self.text[start : self.at]

    def _argument(self) -> str:
        """What stands in round brackets; cursors may hold almost anything but a closing bracket."""
        if self._peek() != "(":
            raise self._refuse('"("')
        end = self.text.find(")", self.at)
        if end < 0:
            self.at = len(self.text)
            raise self._refuse('")"')
        value = self.text[self.at + 1 : end].strip()
        self.at = end + 1
        return value

    def _field(self) -> Field:
        name = alias = self._name()
        arguments: dict[str, str] = {}
        children: tuple[Field, ...] | None = None
        if self._peek() == ":":
            self.at += 1
            name = self._name()
        while self._peek() == ".":
            self.at += 1
            modifier = self._name()
            value = self._argument()
            if modifier == "as":
                alias = value
            else:
                arguments[modifier] = value
        if self._peek() == "{":
            self.at += 1
            children = self.fields("}")
        return Field(name, alias, arguments, children)

    def fields(self, end: str) -> tuple[Field, ...]:
        found: list[Field] = []
        while True:
            if self._peek() == end and not found:
                raise self._refuse("string")
            found.append(self._field())
            following = self._peek()
            if following == ",":
                self.at += 1
                continue
            if following != end:
                raise self._refuse('"}"' if end else "end of string")
            self.at += 1
            return tuple(found)


def parse_fields(text: str) -> tuple[Field, ...]:
    """Read a ``fields`` parameter; an empty one is an empty tuple (the node's defaults)."""
    if not text.strip():
        return ()
    return _Parser(text.strip()).fields("")


def unwrap_data(children: tuple[Field, ...] | None) -> tuple[Field, ...] | None:
    """``to{data{id}}`` is taken for ``to{id}``, as Graph does."""
    if children is not None and len(children) == 1 and children[0].name == "data":
        return children[0].children
    return children


def pick(whole: Mapping[str, object], children: Iterable[Field] | None, known: frozenset[str], node_type: str) -> Json:
    """The chosen keys of a plain object in the order asked for; what has no value is left out."""
    if children is None:
        return dict(whole)
    chosen: Json = {}
    for child in children:
        if child.name not in known:
            raise UnknownFieldError(child.name, node_type)
        if child.name in whole:
            value = whole[child.name]
            if child.children is not None and isinstance(value, dict):
                value = {grand.name: value[grand.name] for grand in child.children if grand.name in value}
            chosen[child.alias] = value
    return chosen

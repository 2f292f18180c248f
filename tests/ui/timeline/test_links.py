"""Where a link leads is told before it is opened; what may pass for another address is asked for."""

import pytest
from PySide6.QtGui import QFont

from igdesk.ui.timeline.links import LINE_CHARS, SHOWN_CHARS, is_disguised, shown_address, shown_host
from igdesk.ui.timeline.text_block import lay_out_text


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Shop.example/a", "shop.example"),
        ("http://shop.example:8080/", "shop.example"),
        ("https://instagram.com@evil.example/", "evil.example"),
        ("https://xn--pple-43d.example/", "xn--pple-43d.example"),
        ("https://\u0430pple.example/", "xn--pple-43d.example"),
        ("https://[::1]/", "::1"),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_link_is_shown_as_it_is(url: str, host: str) -> None:
    assert shown_host(url) == host


@pytest.mark.parametrize(
    ("url", "is_odd"),
    [
        ("https://shop.example/path?x=1#y", False),
        ("https://www.instagram.com/p/1/", False),
        ("http://shop.example/", False),
        ("https://instagram.com@evil.example/", True),
        ("https://\u0430pple.example/", True),
        ("https://xn--pple-43d.example/", True),
        ("https://192.168.0.1/admin", True),
        ("https://[::1]/", True),
        ("https://shop.example:8443/", True),
        ("https://shop.example\\@evil.example/", True),
        ("https://", True),
        ("https://[", True),
    ],
)
def test_what_may_pass_for_another_address(url: str, is_odd: bool) -> None:
    assert is_disguised(url) is is_odd


def test_an_address_is_shown_in_lines_and_never_as_markup() -> None:
    shown = shown_address("https://shop.example/" + "<b>" + "x" * 2000)
    first, *rest = shown.split("\n")
    assert first == "shop.example"
    assert "<" not in shown
    assert all(len(line) <= LINE_CHARS for line in rest)
    assert sum(map(len, rest)) == SHOWN_CHARS + 1


def lines_of(text: str, width: float) -> list[str]:
    block = lay_out_text(text, QFont("Inter", 10), 20, width, with_links=True)
    lines = [block.layout.lineAt(number) for number in range(block.layout.lineCount())]
    assert all(line.naturalTextWidth() <= width + 0.5 for line in lines)
    raw = block.text.encode("utf-16-le")
    return [
        raw[2 * line.textStart() : 2 * (line.textStart() + line.textLength())].decode("utf-16-le") for line in lines
    ]


@pytest.mark.parametrize("lead", ["More about us: ", "\u0414\u0440\u0443\u0433\u0438\u0435 \U0001f970 ", ""])
@pytest.mark.parametrize("address", ["https://galerie-nordlicht.example/programm", "http://a.example/?q=" + "x" * 300])
def test_no_line_ends_right_after_the_scheme(qapp: object, lead: str, address: str) -> None:
    for width in range(90, 420, 7):
        lines = lines_of(f"{lead}{address} and more", width)
        assert "".join(lines) == f"{lead}{address} and more"
        assert not any(line.rstrip().endswith("://") for line in lines)

"""What the title of the window says."""

from igdesk.ui.texts import say


def window_title(unread: int, *, is_demo: bool) -> str:
    """Name of the program, number of conversations with unread messages, and whether it is the demo."""
    if is_demo:
        return say("window.title.demo.unread", n=unread) if unread else say("app.title.demo")
    return say("window.title.unread", n=unread) if unread else say("app.title")

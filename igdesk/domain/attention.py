"""How closely a person is looking."""

from enum import Enum


class Attention(Enum):
    """How closely a person is looking at the window."""

    ACTIVE = "active"
    """The window has the focus."""
    VISIBLE = "visible"
    AWAY = "away"
    """Minimised, in the tray, or the screen is locked."""

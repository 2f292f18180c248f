"""QtMultimedia, loaded when something is first to be played: it costs time and memory that most windows never need."""

from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory

from igdesk.ui.theme import QUIET_FONTS

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer


class CannotPlayError(Exception):
    """This computer lacks what playing needs. The argument says what: see ``texts`` under ``play.cannot``."""


def load() -> ModuleType:
    """The module, or ``CannotPlayError``."""
    # Which of many optional libraries it did not find is told to nobody who could use it.
    QLoggingCategory.setFilterRules(QUIET_FONTS + "qt.multimedia*=false\n")
    try:
        from PySide6 import QtMultimedia
    except ImportError as error:
        raise CannotPlayError("library") from error
    return QtMultimedia


def has_speaker() -> bool:
    """Whether sound can be heard at all."""
    return not load().QMediaDevices.defaultAudioOutput().isNull()


def make_player() -> "QMediaPlayer":
    """A player, or ``CannotPlayError`` where no decoder came along."""
    player: QMediaPlayer = load().QMediaPlayer()
    if not player.isAvailable():
        raise CannotPlayError("library")
    return player

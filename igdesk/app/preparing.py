"""What takes long to load, loaded in a thread while the window can be read already."""

import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from igdesk.app.credentials import Credentials, find_credentials

if TYPE_CHECKING:
    from igdesk.graph.client import HttpPool

HAND_OVER_S = 0.0005
"""So long a thread beside the window goes on in Python when the window wants to; else it is ten times as long, and
each time it has let go of the interpreter for a moment.
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the engine is built from."""

    pool: "HttpPool"
    credentials: Credentials | None


class Preparation:
    """Runs once, at once. ``settled`` is called in its thread when it is over."""

    def __init__(
        self, env: Mapping[str, str], asgi_app: Callable[..., Any] | None, settled: Callable[[], None]
    ) -> None:
        self._env = env
        self._asgi_app = asgi_app
        self._settled = settled
        self._parts: Parts | None = None
        self._error: BaseException | None = None
        sys.setswitchinterval(HAND_OVER_S)  # from here on
        self._thread = threading.Thread(target=self._run, name="preparation", daemon=True)
        self._thread.start()

    def parts(self) -> Parts:
        """What was prepared, or raise what stopped it. Waits if it is not over."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._parts is not None
        return self._parts

    def _run(self) -> None:
        try:
            # Imported for whoever runs next: the second import of a module costs nothing. Nothing here may load or
            # touch Qt: PySide6 makes its types when they are first used, and crashes when two threads are the first.
            import igdesk.app.running
            import igdesk.store.media
            import igdesk.sync.engine  # noqa: F401
            from igdesk.graph.client import HttpPool

            pool = HttpPool(self._asgi_app)
            credentials = find_credentials(self._env, Path()) if self._asgi_app is None else None
            self._parts = Parts(pool, credentials)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever asks for the parts
            self._error = error
        self._settled()

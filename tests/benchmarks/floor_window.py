"""The floor of every start-up figure: an empty PySide6 window, its first paint and its memory. Prints one JSON line."""

import json
import sys
import time

from memory import memory_of_this_process
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Window(QWidget):
    painted_ns = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.painted_ns:
            self.painted_ns = time.monotonic_ns()
            QTimer.singleShot(200, QApplication.quit)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = Window()
    window.resize(1280, 800)
    window.show()
    app.exec()
    print(json.dumps({"first_paint_ns": window.painted_ns, **memory_of_this_process()}))

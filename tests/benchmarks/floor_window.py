"""The floor of every start-up figure: an empty PySide6 window, its first paint and its memory. Prints one JSON line.

usage: floor_window.py [TEXTS]. TEXTS is a JSON file of strings: the window shows each as a plain label in two weights,
so that what the fonts of their scripts take can be told from what igdesk takes.
"""

import json
import sys
import time
from pathlib import Path

from memory import memory_of_this_process
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

WEIGHTS = (400, 600)


def add_labels(window: QWidget, path: str) -> None:
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QLabel, QVBoxLayout

    column = QVBoxLayout(window)
    for text in json.loads(Path(path).read_text("utf-8")):
        for weight in WEIGHTS:
            font = QFont("Inter")
            font.setWeight(QFont.Weight(weight))
            label = QLabel(text)
            label.setFont(font)
            column.addWidget(label)


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
    if len(sys.argv) > 1:
        add_labels(window, sys.argv[1])
    window.show()
    app.exec()
    print(json.dumps({"first_paint_ns": window.painted_ns, **memory_of_this_process()}))

"""Lines of a text field as far apart as the design wants them."""

from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit


def space_lines(field: QTextEdit, line_px: int) -> None:
    """Every line at least so high; taller scripts keep their own height. There is nothing to undo after it."""
    wanted = QTextBlockFormat()
    wanted.setLineHeight(float(line_px), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    document = field.document()
    was_modified = document.isModified()
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    blocked = field.blockSignals(True)
    document.setUndoRedoEnabled(False)
    cursor.mergeBlockFormat(wanted)
    document.setUndoRedoEnabled(True)
    document.setModified(was_modified)
    field.blockSignals(blocked)

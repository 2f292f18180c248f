"""Words on the window: always plain text, in the fonts and colours of the theme, with bold parts where wanted."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from igdesk.ui.texts import unmarked
from igdesk.ui.theme import ThemeSource

_UNLIMITED = 10_000_000.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one weight and colour; None is that of the whole."""

    text: str
    weight: int | None = None
    color: str | None = None


class PlainText(QLabel):
    """A label that lays out its own lines. What it says is never taken for markup."""

    def __init__(
        self,
        theme_source: ThemeSource,
        parent: QWidget | None = None,
        *,
        scale: str = "body",
        color: str = "text.primary",
        weight: int | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
        max_lines: int = 0,
        tabular: bool = False,
        text: str = "",
    ) -> None:
        """``max_lines``: the last line is cut with an ellipsis; 0 lets the text grow."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._theme_source = theme_source
        self._scale = scale
        self._color = color
        self._weight = weight
        self._align = align
        self._max_lines = max_lines
        self._tabular = tabular
        self._spans: tuple[Span, ...] = ()
        self._is_named = False
        """What is heard is not quite what is seen."""
        self._laid_out: tuple[object, QTextLayout, float, float] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(max_lines != 1)
        self.setSizePolicy(policy)
        theme_source.changed.connect(self._forget)
        if text:
            self.set_text(text)

    def set_text(self, text: str) -> None:
        self.set_spans(Span(text))

    def set_parts(self, lead: str, rest: str, *, lead_color: str = "text.primary") -> None:
        """A bold beginning and the rest, as banners and strips have them."""
        spans = [Span(lead, 600, lead_color)] if lead else []
        if rest:
            spans.append(Span(f" {rest}" if lead else rest))
        self.set_spans(*spans)

    def set_spans(self, *spans: Span) -> None:
        if spans == self._spans:
            return
        self._spans = spans
        self.setText("".join(span.text for span in spans))
        self._forget()

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        if self._is_named or unmarked(text) != text:
            self._is_named = unmarked(text) != text
            self.setAccessibleName(unmarked(text) if self._is_named else "")

    def set_color(self, name: str) -> None:
        if name != self._color:
            self._color = name
            self._forget()

    def hasHeightForWidth(self) -> bool:
        return self._max_lines != 1

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = max(width - margins.left() - margins.right(), 1)
        return round(self._lay_out(inner)[1]) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        _, height, width = self._lay_out(_UNLIMITED)
        return QSize(
            int(width + 0.999) + margins.left() + margins.right(), round(height) + margins.top() + margins.bottom()
        )

    def minimumSizeHint(self) -> QSize:
        line = self._theme_source.current.line_height(self._scale)
        margins = self.contentsMargins()
        width = self.sizeHint().width() if self._max_lines == 0 and len(self.text()) < 12 else 24
        return QSize(width, line + margins.top() + margins.bottom())

    def last_line(self) -> QRectF:
        """Where the words of the last line stand in this widget."""
        rect = self.contentsRect()
        layout, height, _ = self._lay_out(rect.width())
        line = layout.lineAt(layout.lineCount() - 1)
        if not line.isValid():
            return QRectF(rect)
        return line.naturalTextRect().translated(rect.left(), rect.top() + max((rect.height() - height) / 2, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = self.contentsRect()
        layout, height, _ = self._lay_out(rect.width())
        painter = QPainter(self)
        painter.setPen(self._theme_source.current.color(self._color if self.isEnabled() else "text.disabled"))
        layout.draw(painter, QPointF(rect.left(), rect.top() + max((rect.height() - height) / 2, 0)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.EnabledChange):
            self._forget()
        super().changeEvent(event)

    def _forget(self) -> None:
        self._laid_out = None
        self.updateGeometry()
        self.update()

    def _lay_out(self, width: float) -> tuple[QTextLayout, float, float]:
        """The lines for a width, their height, and how wide the widest is."""
        theme = self._theme_source.current
        key = (width, theme.generation, theme.name)
        if self._laid_out is not None and self._laid_out[0] == key:
            return self._laid_out[1:]
        text = self.text()
        line_px = float(theme.line_height(self._scale))
        layout = self._make_layout(text, width)
        y, widest, count = 0.0, 0.0, 0
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            is_last = self._max_lines and count == self._max_lines - 1
            if is_last and line.textStart() + line.textLength() < len(text):
                layout.endLayout()
                return self._cut(text, line.textStart(), width)
            high = max(line_px, line.height())
            line.setPosition(QPointF(0, y + (high - line.height()) / 2))
            y += high
            widest = max(widest, line.naturalTextWidth())
            count += 1
        layout.endLayout()
        self._laid_out = (key, layout, max(y, line_px), widest)
        return layout, max(y, line_px), widest

    def _cut(self, text: str, last_start: int, width: float) -> tuple[QTextLayout, float, float]:
        """The same with an ellipsis at the end of the last line that fits."""
        theme = self._theme_source.current
        usual = theme.font(self._scale, weight=self._weight, text=text).weight()
        font = theme.font(self._scale, weight=max(600, usual), text=text)  # the widest face: never too long
        rest = QFontMetricsF(font).elidedText(text[last_start:], Qt.TextElideMode.ElideRight, width)
        layout = self._make_layout(text[:last_start] + rest, width)
        line_px, y = float(theme.line_height(self._scale)), 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            high = max(line_px, line.height())
            line.setPosition(QPointF(0, y + (high - line.height()) / 2))
            y += high
        layout.endLayout()
        self._laid_out = ((width, theme.generation, theme.name), layout, y, width)
        return layout, y, width

    def _make_layout(self, text: str, width: float) -> QTextLayout:
        theme = self._theme_source.current
        layout = QTextLayout(text, theme.font(self._scale, weight=self._weight, tabular=self._tabular, text=text))
        option = QTextOption()
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        is_centred = self._align is Qt.AlignmentFlag.AlignHCenter and width < _UNLIMITED
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        is_trailing = self._align is Qt.AlignmentFlag.AlignTrailing and width < _UNLIMITED
        is_right = is_rtl is not is_trailing  # a layout does not mirror it
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        option.setAlignment(self._align if is_centred else side)
        layout.setTextOption(option)
        layout.setFormats(self._formats(len(text)))
        layout.setCacheEnabled(True)
        return layout

    def _formats(self, length: int) -> list[QTextLayout.FormatRange]:
        theme, ranges, start = self._theme_source.current, [], 0
        for span in self._spans:
            if (span.weight or span.color) and start < length:
                from PySide6.QtGui import QTextCharFormat  # its enums are many, and few labels have bold parts

                style = QTextCharFormat()
                if span.weight:
                    style.setFont(theme.font(self._scale, weight=span.weight, tabular=self._tabular, text=span.text))
                if span.color and self.isEnabled():
                    style.setForeground(theme.color(span.color))
                found = QTextLayout.FormatRange()
                found.start, found.length, found.format = start, min(len(span.text), length - start), style
                ranges.append(found)
            start += len(span.text)
        return ranges

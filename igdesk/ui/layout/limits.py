"""Widths at which the window rearranges itself, in device-independent pixels (section 4 of the design)."""

RAIL = 76
RAIL_COMPACT = 56
LIST = 336
LIST_NARROW = 292
LIST_MIN = 260
LIST_MAX = 480
DETAILS = 292
DETAILS_MIN = 260
DETAILS_MAX = 360
TIMELINE_MIN = 400
TIMELINE_MIN_WITH_DETAILS = 440

DETAILS_DOCKED_FROM = 1144
HEADER_COMPACT_TO = 1000
TWO_PANES_FROM = 760
RAIL_COMPACT_BELOW = 640
FOOTER_SHORT_BELOW = 520
"""Window height under which the composer's footer keeps only the window and the counter."""
WINDOW_DEFAULT = (1280, 800)
WINDOW_MIN = (480, 480)

GRAB = 8
STEP = 16
"""How far an arrow key moves a splitter."""

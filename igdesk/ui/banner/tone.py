"""Colours of the four tones of banners and strips; the icon and the words say the same without colour."""

from igdesk.ui.banner.choice import Tone

GROUND = {
    Tone.NEUTRAL: "bg.sunken",
    Tone.INFO: "info.soft",
    Tone.WARN: "warn.soft",
    Tone.DANGER: "danger.soft",
}
ICON = {
    Tone.NEUTRAL: "text.secondary",
    Tone.INFO: "info.text",
    Tone.WARN: "warn.text",
    Tone.DANGER: "danger.text",
}
WORD = {
    Tone.NEUTRAL: "accent.text",
    Tone.INFO: "info.text",
    Tone.WARN: "warn.text",
    Tone.DANGER: "danger.text",
}
"""Colour of the word that acts."""

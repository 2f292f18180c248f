"""What igdesk does with each kind of message: the table of README.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindRow:
    kind: str
    read: str
    """How much of it Instagram hands out."""
    sent: str
    """Whether and how it can be sent from here."""
    looks: str


NOT_SENT = "not offered by Instagram"

ROWS: tuple[KindRow, ...] = (
    KindRow(
        "Text", "yes", "yes, long ones in parts of 1,000 bytes", "bubble; links open after their address was shown"
    ),
    KindRow("1 to 3 emoji", "yes", "yes", "large, without a bubble"),
    KindRow("Photo", "yes", "yes", "picture in its proportions; alt text \u201cPhoto\u201d"),
    KindRow("Several photos", "yes", "yes, up to ten", "album of tiles, three in a row"),
    KindRow("Animated picture", "yes, where Instagram hands it out", "yes, a GIF up to 8 MB", "picture that moves"),
    KindRow("Sticker", "yes, where Instagram hands it out", "the heart only", "cut out, without a ground"),
    KindRow("Video", "yes", "yes", "still with length and play sign"),
    KindRow("Voice message", "yes", "as a sound file: M4A, AAC, WAV", "play sign, waveform and length"),
    KindRow("PDF and other files", "yes", "PDF only", "card with name, type and size"),
    KindRow("Reply to your story", "yes", NOT_SENT, "card with the story while it lives, then \u201cexpired\u201d"),
    KindRow("Mention in a story", "yes", NOT_SENT, "card with the story while it lives, then \u201cexpired\u201d"),
    KindRow("Shared reel", "link, title, sometimes the picture", "as a link", "card with kind, maker and way"),
    KindRow(
        "Shared post", "seldom; mostly an empty message", "as a link", "card, else \u201cShared a post or reel\u201d"
    ),
    KindRow("Shared story, profile, comment", "no", "as a link", "placeholder with Open in Instagram"),
    KindRow("Shared product", "name, price, picture, link", "as a link", "card with the address it leads to"),
    KindRow("Cards and text with buttons", "yes", "by the engine", "card; each link says where it leads"),
    KindRow("Offered answers", "no, own ones are remembered", "yes", "chips under the message"),
    KindRow("A tap on an offered answer or an ad", "as plain text", NOT_SENT, "bubble"),
    KindRow("Quoted message", "yes", "yes", "strip with a line or the picture; leads to the original"),
    KindRow("Reaction", "yes, of both sides", "yes", "chip under the message with who it is from"),
    KindRow("Edited message", "the new text", NOT_SENT, "the new text, marked \u201cedited\u201d"),
    KindRow(
        "Unsent message", "that it is gone", NOT_SENT, "\u201cMessage unsent\u201d; text and files are erased here too"
    ),
    KindRow("Disappearing photo", "that there was one", NOT_SENT, "placeholder"),
    KindRow("What Instagram does not support", "that there was one", NOT_SENT, "placeholder with Open in Instagram"),
    KindRow("Message with nothing in it", "nothing", NOT_SENT, "placeholder with Open in Instagram"),
    KindRow("Written on the phone", "yes", NOT_SENT, "bubble with \u201cSent elsewhere\u201d"),
    KindRow("File that is gone", "a fresh link, once asked for", NOT_SENT, "placeholder with Try to load again"),
    KindRow(
        "More than 20 messages at once", "the newest 20", NOT_SENT, "\u201cSome messages may be missing here\u201d"
    ),
)


def as_markdown() -> str:
    """The table as it stands in README.md."""
    lines = ["| Kind | Read | Sent | How it looks |", "|---|---|---|---|"]
    lines += [f"| {row.kind} | {row.read} | {row.sent} | {row.looks} |" for row in ROWS]
    return "\n".join(lines)

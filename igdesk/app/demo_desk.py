"""How the made-up owner of the demo keeps the desk: labels, notes, snoozes, a draft, replies for later."""

from datetime import datetime, timedelta

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import ConversationId, LabelId
from igdesk.domain.label import LabelColour
from igdesk.domain.triage import SnoozePreset, snooze_presets
from igdesk.store.archive import Archive

LABELS = (
    ("Wholesale", LabelColour.BLUE),
    ("VIP", LabelColour.YELLOW),
    ("Repair", LabelColour.GREEN),
    ("Complaint", LabelColour.RED),
    ("Press", LabelColour.PURPLE),
    ("Order", LabelColour.ORANGE),
)
WEARS = {
    "mara.lindqvist": ("Wholesale", "VIP"),
    "studio.marlow": ("Wholesale",),
    "priya.raman": ("VIP",),
    "noah.okafor": ("Repair",),
    "galerie.nordlicht": ("Wholesale", "Press"),
    "tea.and.table": ("Press",),
    "rachel.adeyemi": ("Order",),
    "kvadrat.home": ("Wholesale", "Order"),
    "lucas.moreau": ("Complaint",),
    "riverside.market": ("Order",),
}
NOTES = {
    "mara.lindqvist": "Opens a café in Malmö in spring. Moss glaze, 28 cm and up. Invoice to the company, not to her.",
    "studio.marlow": "Orders every other month. Wants the kiln numbers on the invoice.",
    "priya.raman": "Wedding on 12 December. Stoneware only.",
}
DRAFTS = {"priya.raman": "Hi Priya, the stoneware set is ready. Shall I"}
LATER = {
    "galerie.nordlicht": (2, "Guten Morgen! Die Liste aller Stücke schicken wir Ihnen heute Vormittag."),
    "kvadrat.home": (3, "Good morning! Yes, we ship on Saturdays too. The pallet leaves this week."),
}
"""Replies that leave so many hours from now."""
PINNED = ("studio.marlow",)
MUTED = ("kilnandglaze.supply",)
NO_REPLY = ("layla.haddad",)
SNOOZED = {
    "emma.wainwright": SnoozePreset.TOMORROW,
    "riverside.market": SnoozePreset.NEXT_WEEK,
    "lars.holm": SnoozePreset.WHEN_THEY_WRITE,
}
DONE = ("tea.and.table", "pablo.quintana", "mert.aksoy", "jiwoo.park", "quiet.request", "lin.xiaowen")

SAVED = (
    ("Opening hours", "hours", "We are open Tuesday to Saturday, 10 to 18. On Mondays the kiln has its turn.", ""),
    (
        "Shipping in Europe",
        "ship",
        "Hi {first name}! Parcels leave on Tuesdays and Fridays. To {cursor} it costs 190 kr.",
        "Orders",
    ),
    (
        "Set of six",
        "six",
        "A set of six takes about {cursor} weeks, {first name}. Shall I put you on the list?",
        "Orders",
    ),
    (
        "Thank you",
        "thanks",
        "Thank you so much, {first name}! Post a picture when it has arrived – we would love to see it.",
        "",
    ),
    (
        "Repairs",
        "repair",
        "We can often mend a chip. Send us a photo of the spot and we tell you what it costs.",
        "Orders",
    ),
    ("Visit the studio", "visit", "You find us at {studio address}. Just ring the bell, {first name}.", ""),
)
FIELD = ("studio address", "Kaserntorget 11, Gothenburg")


class DemoDesk:
    """Each conversation is put in order once, when its messages have come."""

    def __init__(self, archive: Archive, now: datetime) -> None:
        self._archive = archive
        self._now = now
        self._ids: dict[str, LabelId] = {}
        for name, colour in LABELS:
            label = archive.triage.labels.make(name, colour)
            if label is not None:
                self._ids[name] = label.id
        archive.saved_replies.set_field(*FIELD)
        for name, shortcut, text, folder in SAVED:
            archive.saved_replies.make(name, text, shortcut=shortcut, folder=folder)
        self._left = {*WEARS, *NOTES, *DRAFTS, *LATER, *PINNED, *MUTED, *NO_REPLY, *SNOOZED, *DONE}
        self._unpinned = set(PINNED)
        self._unsubscribe = archive.subscribe(self._follow)

    def _follow(self, changes: ChangeSet) -> None:
        if self._unpinned:
            self._pin(changes)
        if not changes.added:
            return
        for row in self._archive.inbox.by_ids(changes.conversations):
            username = row.participant.username
            if row.preview is not None and username in self._left:
                self._left.discard(username)
                self._arrange(row.id, username)
        if not self._left:
            self._unsubscribe()

    def _pin(self, changes: ChangeSet) -> None:
        """As soon as it is known who it is: a row that somebody reads already does not move."""
        for row in self._archive.inbox.by_ids(changes.conversations):
            if row.participant.username in self._unpinned:
                self._unpinned.discard(row.participant.username)
                self._archive.triage.pin((row.id,), True)

    def _arrange(self, conversation_id: ConversationId, username: str) -> None:
        triage, ids = self._archive.triage, (conversation_id,)
        first = self._archive.inbox.oldest_message_at(conversation_id)
        for name in WEARS.get(username, ()):
            # Long ago: right after they first wrote.
            triage.label(ids, self._ids[name], True, at=None if first is None else first + timedelta(seconds=1))
        if username in NOTES:
            triage.save_note(conversation_id, NOTES[username])
        if username in DRAFTS:
            self._archive.inbox.save_draft(conversation_id, DRAFTS[username])
        if username in LATER:
            hours, text = LATER[username]
            self._archive.scheduling.add(conversation_id, text, self._now + timedelta(hours=hours))
        if username in MUTED:
            triage.mute(ids, True)
        if username in NO_REPLY:
            triage.need_no_reply(ids, True)
        if username in SNOOZED:
            presets = dict(snooze_presets(self._now, None))
            tomorrow = presets[SnoozePreset.TOMORROW]
            triage.snooze(ids, presets.get(SNOOZED[username], tomorrow))
        if username in DONE:
            triage.done(ids)

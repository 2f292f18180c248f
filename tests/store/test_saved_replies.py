"""Saved replies and own fields in the archive."""

from dataclasses import replace

from igdesk.domain.saved_reply import OwnField, SavedReply


def names(desk):
    return [reply.name for reply in desk.archive.saved_replies.all()]


def test_made_changed_deleted_and_back(desk):
    saved = desk.archive.saved_replies
    hours = saved.make("Opening hours", "Mon to Fri", shortcut="/Hours")
    ship = saved.make("Shipping", "Hi {first name}!", shortcut="ship", folder="Orders")
    assert hours == SavedReply(1, "hours", "Opening hours", "Mon to Fri")
    assert saved.change(replace(ship, name="Shipping in Europe", text="To {cursor}"))
    assert saved.all() == (hours, replace(ship, name="Shipping in Europe", text="To {cursor}"))
    gone = saved.delete(hours.id)
    assert gone == hours
    assert names(desk) == ["Shipping in Europe"]
    saved.put_back(gone)
    saved.put_back(gone)
    assert min(saved.all(), key=lambda r: r.id) == hours


def test_a_shortcut_belongs_to_one(desk):
    saved = desk.archive.saved_replies
    first = saved.make("One", "1", shortcut="thanks")
    second = saved.make("Two", "2", shortcut="Thanks")
    assert (first.shortcut, second.shortcut) == ("thanks", "thanks2")
    assert not saved.change(replace(second, shortcut="thanks"))
    assert saved.get(second.id).shortcut == "thanks2"
    assert saved.change(replace(second, shortcut=""))
    assert saved.make("Three", "3", shortcut="").shortcut == ""


def test_order_is_that_of_the_owner_folder_by_folder(desk):
    saved = desk.archive.saved_replies
    made = [saved.make(name, name, folder=folder) for name, folder in (("a", ""), ("b", "Orders"), ("c", ""))]
    assert names(desk) == ["a", "c", "b"]
    saved.arrange([made[2].id])
    assert names(desk) == ["c", "a", "b"]


def test_absurd_words_are_cut_and_nameless_ones_refused(desk):
    saved = desk.archive.saved_replies
    made = saved.make("n" * 9000 + "\x00", "t" * 90_000 + "\u202e", shortcut="/" + "s p" * 400, folder="f" * 900)
    assert (len(made.name), len(made.text), len(made.shortcut), len(made.folder)) == (60, 4000, 24, 40)
    assert saved.make("\x07 \n", "text") is None
    assert saved.make("Bell", "a\x07b\u202ec").text == "abc"


def test_a_table_is_taken_once(desk):
    saved = desk.archive.saved_replies
    table = [SavedReply(0, "hi", "Hello", "Hello!"), SavedReply(0, "hi", "Hey", "Hey!")]
    assert saved.take(table) == 2
    assert [reply.shortcut for reply in saved.all()] == ["hi", "hi2"]
    assert saved.take(table) == 0


def test_uses_are_counted(desk):
    saved = desk.archive.saved_replies
    made = saved.make("Hello", "Hello!")
    saved.note_use(made.id)
    saved.note_use(made.id)
    assert saved.get(made.id).uses == 2


def test_own_fields(desk):
    saved = desk.archive.saved_replies
    assert saved.set_field("Bank account", "DE12")
    assert saved.set_field("bank_account", "DE13")
    assert saved.fields() == (OwnField("bank_account", "DE13"),)
    assert not saved.set_field("First name", "nobody")
    assert not saved.set_field(" {} ", "x")
    saved.drop_field("BANK ACCOUNT")
    assert saved.fields() == ()

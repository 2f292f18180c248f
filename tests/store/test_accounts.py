"""Accounts: one row for each professional id, erased with everything that belongs to it."""

from datetime import timedelta

from igdesk.domain.account import AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.conversation import InboxView
from igdesk.domain.snapshot import AccountSnapshot, AttachmentSnapshot

OTHER = AccountSnapshot("2", "22", "page-2", Flavour.FACEBOOK, "atelier.nord")
SAME = AccountSnapshot("17841400000000123", "", "page-1", Flavour.FACEBOOK, "northwind", "")


def test_the_professional_id_decides_which_account_it_is(desk):
    """failure 20: connected again through another app or Page"""
    accounts = desk.archive.accounts
    (before,) = accounts.all()
    accounts.set_state(before.id, AccountState.NEEDS_SIGN_IN, AccountProblem.TOKEN_EXPIRED)
    accounts.set_human_agent(before.id, Capability.NOT_GRANTED)
    again = accounts.add(SAME, connected_at=desk.now, token_expires_at=desk.at(99))
    assert again == before.id
    (after,) = accounts.all()
    assert after == before._replace(
        flavour=Flavour.FACEBOOK,
        node_id="page-1",
        username="northwind",
        token_expires_at=desk.at(99),
        token_issued_at=desk.now,
    )
    assert after.app_scoped_id == "5550001", "what the answer left out stays known"
    assert desk.last_change().accounts == {before.id}


def test_accounts_keep_the_order_in_which_they_were_connected(desk):
    accounts = desk.archive.accounts
    second = accounts.add(OTHER, connected_at=desk.now)
    assert [account.username for account in accounts.all()] == ["northwind.ceramics", "atelier.nord"]
    assert accounts.get(second).flavour is Flavour.FACEBOOK
    assert accounts.find("2").id == second
    assert accounts.find("3") is None


def test_what_does_not_change_is_no_transaction(desk):
    accounts = desk.archive.accounts
    account = accounts.get(desk.account_id)
    for step in (
        lambda: accounts.set_state(account.id, account.state, account.problem),
        lambda: accounts.set_human_agent(account.id, account.human_agent),
        lambda: accounts.set_state(99, AccountState.LIMITED, AccountProblem.PERMISSION),
        lambda: accounts.remove(99),
    ):
        desk.without_transaction(step)
    change = desk.in_one_transaction(
        lambda: accounts.set_state(account.id, AccountState.LIMITED, AccountProblem.MESSAGE_ACCESS)
    )
    assert change.accounts == {account.id}
    accounts.token_renewed(account.id, expires_at=desk.now + timedelta(days=60), renewed_at=desk.now)
    assert accounts.get(account.id).token_expires_at == desk.now + timedelta(days=60)


def test_removing_an_account_erases_all_of_it_and_nothing_else(desk):
    """failure 90"""
    photo = AttachmentSnapshot("a1", AttachmentKind.IMAGE, url="https://x")
    desk.read(desk.said("m1", -9, attachments=(photo,)), desk.said("m2", -5))
    desk.archive.outbox.enqueue(desk.conversation_id, ["bye"], now=desk.now)
    other = desk.archive.accounts.add(OTHER, connected_at=desk.now - timedelta(days=1))
    desk.archive.ingest.conversation(other, desk.page(desk.said("m1", -9)), read_started_at=desk.now)
    conversation = desk.conversation
    change = desk.in_one_transaction(lambda: desk.archive.accounts.remove(desk.account_id))
    assert change.accounts == {desk.account_id}
    assert change.conversations == {conversation.id}
    (left,) = desk.archive.inbox.rows(InboxView.INBOX, now=desk.now)
    assert left.account_id == other
    database = desk.archive._database
    for table, rows in (("message", 1), ("participant", 1), ("outbox", 0), ("attachment", 0), ("conversation", 1)):
        assert database.row(f"select count(*) from {table}") == (rows,), table
    assert database.rows("pragma foreign_key_check") == []


def test_the_same_ids_on_two_accounts_are_two_conversations(desk):
    """failure 44, failure 48"""
    other = desk.archive.accounts.add(OTHER, connected_at=desk.now)
    desk.read(desk.said("m1", -9))
    desk.archive.ingest.conversation(other, desk.page(desk.said("m1", -9)), read_started_at=desk.now)
    ids = {desk.archive.inbox.find(account, "thread-1") for account in (desk.account_id, other)}
    assert len(ids) == 2

"""The app at Meta that the sandbox plays: its ids and secrets, what it was granted, and which accounts hold back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

Consent = Literal["ask", "allow", "deny"]


@dataclass(slots=True)
class MetaApp:
    """Everything about connecting that can be switched; ``/sandbox/app`` takes the same names."""

    instagram_app_id: str = "1200000000000042"
    instagram_app_secret: str = "sandboxInstagramSecret0123456789"
    meta_app_id: str = "2300000000000077"
    meta_app_secret: str = "sandboxMetaSecret0123456789abcdef"
    redirect_uris: list[str] = field(default_factory=list)
    """The registered ones; empty: any."""
    consent: Consent = "ask"
    """What the person does on the consent page: ``ask`` shows it with a link for each."""
    unticked: list[str] = field(default_factory=list)
    """Permissions that the person leaves out."""
    account: int = 0
    """Which studio signs in."""
    is_tester: bool = True
    """Without the role the sign-in works, and no call after it."""
    is_open: bool = True
    """False: the app is in development and the person has no role on it; the page does not go on."""
    exchanges: bool = True
    """False: the exchange for a long-lived token hands out one that ends in an hour."""
    can_message: bool = True
    """The messaging product was added to the app."""
    sees_strangers: bool = True
    """False: standard access, only people with a role on the app are seen; here nobody is."""
    lists_pages: bool = True
    """False: ``/me/accounts`` is empty, as it is for some Pages that belong to a business."""
    lists_permissions: bool = True
    """``/me/permissions`` answers for Instagram tokens, which is nowhere promised."""
    message_access_off: list[str] = field(default_factory=list)
    """Professional ids of accounts that do not allow access to messages."""
    personal: list[str] = field(default_factory=list)
    """Professional ids of accounts that are personal ones."""

    def change(self, values: Mapping[str, object]) -> None:
        """Set what is named; a name or a type that does not fit raises ValueError."""
        known = {entry.name: entry for entry in fields(self)}
        for name, value in values.items():
            if name not in known or not isinstance(value, type(getattr(self, name))):
                raise ValueError(f"{name}: {value!r}")
            setattr(self, name, value)

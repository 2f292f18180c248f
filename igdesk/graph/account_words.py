"""What is said when an account is kept from working: its token, its permissions, the app it was connected with."""

from dataclasses import replace

from igdesk.domain.account import AccountProblem
from igdesk.domain.outbox import FailureReason
from igdesk.graph.kinds import ErrorKind, Retry, entry_of
from igdesk.graph.meta_pages import ACCESS_LEVELS, DASHBOARD, ERROR_CODES, POLICY

TOKEN_INVALID = entry_of(
    "token_invalid",
    ErrorKind.REAUTHENTICATE,
    Retry.NEVER,
    "Instagram does not accept the token. It may be cut off, expired, or made by another kind of sign-in.",
    "Reconnect with a new token. Your archive is safe.",
    DASHBOARD,
    FailureReason.OTHER,
    AccountProblem.TOKEN_INVALID,
)
TOKEN_EXPIRED = replace(
    TOKEN_INVALID,
    id="token_expired",
    happened="The account is signed out. The token ran out.",
    cure="An expired token can’t be renewed. Generate a new one and reconnect. Your archive is safe.",
    account_problem=AccountProblem.TOKEN_EXPIRED,
)
TOKEN_REVOKED = replace(
    TOKEN_INVALID,
    id="token_revoked",
    happened="The account is signed out. The password was changed or the access was removed.",
    cure="Reconnect. Your archive is safe.",
    account_problem=AccountProblem.TOKEN_REVOKED,
)
APP_REMOVED = replace(TOKEN_REVOKED, id="app_removed", happened="The account is signed out. The access was removed.")
CHECKPOINT = replace(
    TOKEN_INVALID,
    id="checkpoint",
    happened="Instagram wants to see you.",
    cure="Sign in to the account in the Instagram app first, then reconnect.",
    link="",
    account_problem=AccountProblem.CHECKPOINT,
)
UNCONFIRMED = replace(
    CHECKPOINT,
    id="unconfirmed",
    happened="The account is not confirmed yet.",
    cure="Confirm it in the Instagram app first, then reconnect.",
)
ROLE_LOST = replace(
    TOKEN_REVOKED,
    id="page_role_lost",
    happened="The account is signed out. You no longer have a role on its Page.",
    cure="Ask an administrator of the Page for the role, then reconnect.",
    account_problem=AccountProblem.PAGE_ROLE,
)
PAGE_TOKEN = replace(
    TOKEN_INVALID,
    id="page_token_needed",
    happened="This token belongs to a person. Messages need the token of the Page.",
    cure="Reconnect and choose the Page that is linked to the Instagram account.",
)
WRONG_SIGN_IN = replace(
    TOKEN_INVALID,
    id="token_wrong_kind",
    happened="Instagram does not accept the token. It may be cut off, made for something else, or made without the "
    "messaging permission.",
    cure="Generate a new one in the App Dashboard and leave every box ticked, then reconnect.",
)
PERMISSION = entry_of(
    "permission",
    ErrorKind.PERMISSION,
    Retry.NEVER,
    "A permission is missing.",
    "Generate the token again, and leave every box ticked on Instagram’s consent page. "
    "With standard access your Meta app may only write to people who have a role on it.",
    ACCESS_LEVELS,
    FailureReason.PERMISSION,
    AccountProblem.PERMISSION,
)
PERSON_ROLE = replace(
    PERMISSION,
    id="standard_access",
    happened="Your Meta app may not answer this person.",
    cure="With standard access it may only write to people who have a role on it.",
)
MAYBE_PERMISSION = replace(
    PERMISSION,
    id="unknown_or_permission",
    happened="Instagram gave no reason. Often a permission is missing.",
    cure="Run the checks.",
    link=ERROR_CODES,
)
NO_ACCESS = replace(
    PERMISSION,
    id="app_no_access",
    happened="The app has no access to this account. The token is fine, but your account is not an accepted tester "
    "of the app, or Meta has restricted the app.",
    cure="Accept the invite in Instagram: Settings → Apps and websites → Tester invites. "
    "If it worked before, look at the app in the App Dashboard.",
    link=DASHBOARD,
    account_problem=AccountProblem.NO_ROLE,
)
NOT_A_TESTER = replace(
    NO_ACCESS,
    id="not_a_tester",
    happened="Your account is not an accepted tester of the app.",
    cure="Add it in the App Dashboard under App roles → Roles → Instagram testers. Then accept the invite in "
    "Instagram: Settings → Apps and websites → Tester invites.",
)
CAPABILITY = replace(
    PERMISSION,
    id="capability",
    happened="Messaging is not enabled for the app.",
    cure="Add “Manage messaging & content on Instagram” to your app in the App Dashboard.",
    link=DASHBOARD,
    account_problem=AccountProblem.CAPABILITY,
)
SECRET = replace(
    PERMISSION,
    id="app_secret",
    happened="The app secret does not fit the token.",
    cure="Reconnect with the secret of the same app, or switch “Require app secret” off in the App Dashboard.",
    link=DASHBOARD,
    account_problem=AccountProblem.APP_SECRET,
)
SIGNATURE = replace(
    TOKEN_INVALID,
    id="signature",
    happened="The app asks for a secret with every request, and none or a wrong one was given.",
    cure="Switch “Require app secret” off in the App Dashboard, or reconnect with the secret.",
    account_problem=AccountProblem.APP_SECRET,
)
NOT_LINKED = replace(
    PERMISSION,
    id="page_not_linked",
    happened="The Page is not linked to an Instagram account.",
    cure="Link it in the settings of the Page, then reconnect.",
    link="",
    account_problem=AccountProblem.PAGE_LINK,
)
LINK_UNVERIFIED = replace(
    NOT_LINKED,
    id="link_unverified",
    happened="Instagram could not verify the link between the Page and the account.",
    cure="Link the Page again and check two-factor authentication, then reconnect.",
)
LINKED_ELSEWHERE = replace(
    NOT_LINKED,
    id="page_linked_elsewhere",
    happened="The Page is linked to another Instagram account now.",
    cure="Link it to this account again in the settings of the Page, then reconnect; or add the other account.",
)
NOT_ELIGIBLE = replace(
    PERMISSION,
    id="not_eligible",
    happened="Instagram does not offer messages of this account to apps.",
    cure="Switch to a Business or Creator account in Instagram: Settings → Account type and tools.",
    link=ERROR_CODES,
    account_problem=AccountProblem.PERSONAL,
)
NOT_PROFESSIONAL = replace(
    NOT_ELIGIBLE,
    id="not_professional",
    happened="This is a personal account now. Instagram offers messages of professional accounts only.",
    link="",
)
TERMS = replace(
    PERMISSION,
    id="terms",
    happened="Terms of Meta have not been accepted yet.",
    cure="Accept them in Meta Business Suite.",
    link="",
)
MESSAGE_ACCESS = entry_of(
    "message_access",
    ErrorKind.MESSAGE_ACCESS,
    Retry.NEVER,
    "Message access is switched off.",
    "On your phone: Instagram → Settings → Messages and story replies → Message controls → Connected tools → "
    "Allow access to messages.",
    failure=FailureReason.MESSAGE_ACCESS,
    account_problem=AccountProblem.MESSAGE_ACCESS,
)
RESTRICTED = entry_of(
    "restricted",
    ErrorKind.RESTRICTED,
    Retry.NEVER,
    "Instagram has restricted this account.",
    "Look at Account status in the Instagram app. Trying again makes it longer.",
    POLICY,
    FailureReason.RESTRICTED,
    AccountProblem.RESTRICTED,
)
RESTRICTED_CHECKPOINT = replace(
    RESTRICTED,
    id="restricted_checkpoint",
    happened="Instagram has restricted this account or wants to see you.",
    cure="Open the Instagram app and sign in to the account there.",
    link="",
)

"""What is said when signing in with the browser does not work."""

from dataclasses import replace

from igdesk.graph.account_words import TOKEN_INVALID
from igdesk.graph.meta_pages import DASHBOARD

REFUSED = replace(
    TOKEN_INVALID,
    id="sign_in_refused",
    happened="Instagram did not accept the sign-in. Its code was used before or is too old.",
    cure="Start the sign-in again.",
    link="",
)
DENIED = replace(
    REFUSED,
    id="sign_in_denied",
    happened="You chose not to allow it. Nothing was connected.",
    cure="Start the sign-in again, and agree to every point.",
)
NO_CODE = replace(
    REFUSED,
    id="sign_in_no_code",
    happened="There is no answer of Instagram in this address.",
    cure="Copy the whole address of the page you were sent to after you agreed.",
)
FOREIGN = replace(
    REFUSED,
    id="sign_in_foreign",
    happened="This address belongs to another sign-in.",
    cure="Open the page again from here, agree, and use the address you are sent to then.",
)
APP_ID = replace(
    REFUSED,
    id="sign_in_app_id",
    happened="Instagram does not know this app ID.",
    cure="Take the Instagram app ID from Instagram → API setup with Instagram login. The app ID on top of the "
    "dashboard is another one.",
    link=DASHBOARD,
)
SECRET = replace(
    REFUSED,
    id="sign_in_secret",
    happened="The app secret is not the one of this app ID.",
    cure="Copy the secret from the same place as the ID.",
    link=DASHBOARD,
)
ADDRESS = replace(
    REFUSED,
    id="sign_in_address",
    happened="The redirect address is not the one that is registered for your app.",
    cure="Add the address in the App Dashboard exactly as it stands here, with the slash at its end.",
    link=DASHBOARD,
)
SHORT = replace(
    REFUSED,
    id="sign_in_short",
    happened="Instagram handed out a token that ends within two hours.",
    cure="Nothing was connected. Start the sign-in again; if it comes back, paste a token from the App Dashboard.",
    link=DASHBOARD,
)
LATER = replace(
    REFUSED,
    id="sign_in_later",
    happened="Instagram’s sign-in has a problem.",
    cure="Try again in a few minutes. What you typed is kept.",
)

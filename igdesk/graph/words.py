"""What is said about trouble with Instagram: what happened, what to do, where to read more."""

from dataclasses import replace

from igdesk.domain.account import AccountProblem
from igdesk.domain.outbox import FailureReason
from igdesk.graph import account_words
from igdesk.graph.kinds import ErrorKind, Retry, entry_of
from igdesk.graph.meta_pages import ERROR_CODES, POLICY, RATE_LIMITS, ROUTING

MINUTE = 60.0

NO_CONNECTION = entry_of(
    "no_connection",
    ErrorKind.NOT_CONNECTED,
    Retry.BACKOFF,
    "Instagram could not be reached.",
    "Check the network. Replies wait and go out by themselves.",
    failure=FailureReason.TEMPORARY,
)
NO_NAME = replace(
    NO_CONNECTION,
    id="no_name",
    happened="The name of Instagram’s server was not found.",
    cure="Check the network and its DNS. Replies wait and go out by themselves.",
)
CERTIFICATE = replace(
    NO_CONNECTION,
    id="certificate",
    happened="The connection to Instagram is not safe: the certificate could not be verified.",
    cure="Check the date and time of this computer. A security program or this network may also read along.",
)
CERTIFICATE_SETTING = replace(
    NO_CONNECTION,
    id="certificate_setting",
    happened="The list of trusted certificates could not be read.",
    cure="Look at the environment variables SSL_CERT_FILE and SSL_CERT_DIR: one names a file that is missing.",
)
PROXY = replace(
    NO_CONNECTION,
    id="proxy",
    happened="The proxy of this network did not pass the request on.",
    cure="Look at the proxy settings of this computer.",
)
BROKEN = entry_of(
    "connection_broke",
    ErrorKind.OUTCOME_UNKNOWN,
    Retry.REREAD,
    "The connection broke before Instagram’s answer arrived.",
    "igdesk looks it up before anything is sent again.",
    failure=FailureReason.NOT_CONFIRMED,
)
DOWN = entry_of(
    "instagram_down",
    ErrorKind.OUTCOME_UNKNOWN,
    Retry.REREAD,
    "Instagram has a problem and gave no clear answer.",
    "It often passes within minutes. igdesk looks it up before anything is sent again.",
    failure=FailureReason.NOT_CONFIRMED,
)
CAPTIVE = entry_of(
    "captive",
    ErrorKind.NOT_INSTAGRAM,
    Retry.BACKOFF,
    "Something else answered in place of Instagram. This network may want you to sign in first.",
    "Open a web page, then come back.",
    failure=FailureReason.TEMPORARY,
)
MALFORMED = entry_of(
    "malformed",
    ErrorKind.MALFORMED,
    Retry.BACKOFF,
    "Instagram’s answer could not be understood.",
    "It is asked again. If this goes on, look for a newer version of igdesk.",
)
TOO_MUCH = entry_of(
    "too_much_data",
    ErrorKind.TOO_MUCH_DATA,
    Retry.SHRINK,
    "Instagram could not put together this much at once.",
    "igdesk asks for less.",
    failure=FailureReason.TEMPORARY,
)
UNKNOWN_FAULT = replace(
    TOO_MUCH,
    id="unknown_fault",
    happened="Instagram could not hand this out and gave no reason.",
    cure="igdesk asks for less. One conversation alone can be the cause; the others are not affected.",
    link=ERROR_CODES,
)
TEMPORARY = entry_of(
    "temporary",
    ErrorKind.TEMPORARY,
    Retry.BACKOFF,
    "Instagram had a problem.",
    "Nothing was delivered. It is often gone after a minute.",
    failure=FailureReason.TEMPORARY,
)
PAUSE = entry_of(
    "paused",
    ErrorKind.THROTTLED,
    Retry.LATER,
    "Instagram asks for a pause.",
    "Checking for messages goes on by itself. Replies you write are queued in order.",
    RATE_LIMITS,
    FailureReason.TEMPORARY,
    pause_s=15 * MINUTE,
)
PAUSE_SHORT = replace(PAUSE, pause_s=10.0)
PAUSE_MINUTES = replace(PAUSE, pause_s=2 * MINUTE)
PAUSE_LONG = replace(
    PAUSE,
    id="unusual_volume",
    happened="Instagram asks for a longer pause. It saw more requests than usual.",
    pause_s=30 * MINUTE,
)
AUTOMATED_FLOW = replace(
    PAUSE,
    id="automated_flow",
    happened="An automated conversation is running with this person.",
    cure="It goes on when that has ended.",
    link=ROUTING,
    pause_s=5 * MINUTE,
)
WINDOW = entry_of(
    "window_closed",
    ErrorKind.WINDOW_CLOSED,
    Retry.NEVER,
    "The reply window has closed.",
    "You can answer when they write again.",
    failure=FailureReason.WINDOW_CLOSED,
)
RECIPIENT = entry_of(
    "recipient",
    ErrorKind.RECIPIENT,
    Retry.NEVER,
    "Instagram does not know this person.",
    "The conversation is loaded again. Then try once more.",
    failure=FailureReason.RECIPIENT,
)
UNREACHABLE = entry_of(
    "unreachable",
    ErrorKind.UNREACHABLE,
    Retry.NEVER,
    "This person can’t be reached.",
    "The account may be gone or may have blocked you, or the reply window is closed.",
    failure=FailureReason.UNREACHABLE,
)
NO_CONSENT = entry_of(
    "no_consent",
    ErrorKind.NO_CONSENT,
    Retry.LATER,
    "Instagram shows the profile only after this person has written to you.",
    "Until then the conversation has a handle at most.",
    failure=FailureReason.UNREACHABLE,
)
PROFILE_HIDDEN = replace(
    NO_CONSENT, id="profile_hidden", happened="Instagram does not show this profile.", retry=Retry.NEVER
)
OTHER_APP = entry_of(
    "other_app",
    ErrorKind.OTHER_APP,
    Retry.NEVER,
    "Another app handles this conversation.",
    "Choose igdesk’s app under Conversation routing in the Instagram settings of your page.",
    ROUTING,
    FailureReason.OTHER_APP,
)
NOT_OFFERED = replace(
    account_words.RESTRICTED,
    id="marketing_limit",
    happened="Instagram does not take this kind of message now.",
    cure="An ordinary reply is not affected.",
    kind=ErrorKind.PERMANENT,
    failure=FailureReason.OTHER,
    account_problem=AccountProblem.NONE,
)
TAG_MISUSE = replace(
    NOT_OFFERED,
    id="tag_misuse",
    happened="Instagram warns that human replies are used for something else.",
    cure="Use them for personal answers only. Look at Account status in the Instagram app.",
    link=POLICY,
    failure=FailureReason.RESTRICTED,
)
GONE = entry_of(
    "gone",
    ErrorKind.GONE,
    Retry.NEVER,
    "This is no longer available.",
    "Instagram hands out the 20 newest messages of a conversation. An older one, or one that was unsent, stays closed.",
)
MISSING = replace(
    GONE,
    id="missing",
    happened="Instagram does not find this, or does not show it to the app.",
    cure="It may have been deleted.",
)
MEDIA_GONE = replace(
    GONE,
    id="media_gone",
    happened="The link to this file has expired.",
    cure="It is asked for again if it is new enough.",
)
REFUSED = entry_of(
    "refused",
    ErrorKind.PERMANENT,
    Retry.NEVER,
    "Instagram did not accept the request.",
    "Nothing was delivered. You can try again; if it comes back, copy a report.",
    ERROR_CODES,
)
DEFECT = replace(
    REFUSED,
    id="defect",
    happened="Instagram does not accept this request any more.",
    cure="Look for a newer version of igdesk.",
)
FIELD = replace(DEFECT, id="unknown_field", happened="Instagram does not know a detail that igdesk asks for.")
VERSION = replace(
    DEFECT,
    id="api_retired",
    happened="This version of igdesk may be too old for Instagram.",
    cure="Update it to go on.",
)
FETCH = replace(
    REFUSED,
    id="fetch",
    happened="Instagram could not get the file.",
    cure="This is often gone after a minute.",
    retry=Retry.BACKOFF,
    failure=FailureReason.FETCH,
)
FORMAT = replace(
    REFUSED,
    id="format",
    happened="Instagram does not take this file.",
    cure="It has to become another format first.",
    failure=FailureReason.FORMAT,
)
TOO_LARGE = replace(
    REFUSED,
    id="too_large",
    happened="The file is too large.",
    cure="The limit is 8 MB for pictures and 25 MB for others.",
    failure=FailureReason.TOO_LARGE,
)
ATTACHMENT = replace(
    REFUSED,
    id="attachment_id",
    happened="Instagram no longer has the file that was uploaded.",
    cure="Add the file again.",
)
COMMENT = replace(
    REFUSED,
    id="comment",
    happened="This comment can’t be answered in private any more.",
    cure="It was answered before, is older than seven days, or was removed.",
)
MEDIA_HOST = replace(
    REFUSED, id="media_host", happened="The link to this file does not lead to Instagram.", cure="", link=""
)
MEDIA_TOO_LARGE = replace(
    REFUSED, id="media_too_large", happened="The file is too large to be shown here.", cure="", link=""
)
MEDIA_PAGE = replace(
    REFUSED, id="media_page", happened="The link leads to a web page, not to a file.", cure="", link=""
)

"""The refusals of the Graph API in the exact shape they have on the wire."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

Json = dict[str, object]


@dataclass(eq=False)
class GraphRefusalError(Exception):
    """An error answer."""

    code: int
    message: str
    subcode: int | None = None
    status: int = 400
    type: str = "OAuthException"
    title: str = ""
    words: str = ""
    transient: bool | None = None

    def body(self, trace: str) -> Json:
        error: Json = {"message": self.message, "type": self.type, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.transient is not None:
            error["is_transient"] = self.transient
        if self.title:
            error["error_user_title"] = self.title
        if self.words:
            error["error_user_msg"] = self.words
        error["fbtrace_id"] = trace
        return {"error": error}


def parameter(message: str, subcode: int | None = None) -> GraphRefusalError:
    return GraphRefusalError(100, f"(#100) {message}", subcode)


def syntax(message: str) -> GraphRefusalError:
    return GraphRefusalError(2500, message)


def unknown_path(path: str) -> GraphRefusalError:
    return GraphRefusalError(2500, f"Unknown path components: {path}")


def no_such_object(node_id: str, method: str = "get") -> GraphRefusalError:
    return GraphRefusalError(
        100,
        f"Unsupported {method} request. Object with ID '{node_id}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api",
        33,
        type="GraphMethodException",
    )


def no_such_alias(name: str) -> GraphRefusalError:
    message = f"(#803) Some of the aliases you requested do not exist: {name}"
    return GraphRefusalError(803, message, status=404)


def no_token() -> GraphRefusalError:
    return GraphRefusalError(2500, "An active access token must be used to query information about the current user.")


def unparsable_token(status: int = 400) -> GraphRefusalError:
    return GraphRefusalError(190, "Invalid OAuth access token - Cannot parse access token", status=status)


def expired_token(expired_at: datetime, now: datetime, status: int = 400) -> GraphRefusalError:
    def words(moment: datetime) -> str:
        return (moment.astimezone(UTC) - timedelta(hours=8)).strftime("%A, %d-%b-%y %H:%M:%S PST")

    message = (
        f"Error validating access token: Session has expired on {words(expired_at)}. The current time is {words(now)}."
    )
    return GraphRefusalError(190, message, 463, status=status)


REVOKED = {
    458: "Error validating access token: The user has not authorized application 1200000000000042.",
    459: "Error validating access token: The user is enrolled in a blocking, logged-in checkpoint",
    460: "Error validating access token: The session has been invalidated because the user changed their password "
    "or Facebook has changed the session for security reasons.",
    464: "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed "
    "user.",
    467: "Error validating access token: This may be because the user logged out or may be due to a system error.",
    492: "Error validating access token: User does not have sufficient administrative permission for this action.",
}


def revoked_token(subcode: int, status: int = 400) -> GraphRefusalError:
    return GraphRefusalError(190, REVOKED.get(subcode, "Error validating access token"), subcode, status=status)


def not_a_tester(method: str) -> GraphRefusalError:
    """What every call of an account without a role on the app answers."""
    return GraphRefusalError(100, f"Unsupported request - method type: {method.lower()}", type="IGApiException")


def too_much_data() -> GraphRefusalError:
    return GraphRefusalError(
        1, "Please reduce the amount of data you're asking for, then retry your request", status=500
    )


def unknown_error() -> GraphRefusalError:
    """What a list says that holds a conversation Instagram cannot render."""
    return GraphRefusalError(1, "An unknown error has occurred.", status=500)


def message_gone() -> GraphRefusalError:
    return GraphRefusalError(9000001, "(#9000001) This Message has been deleted by the user or the business.")


def messaging_rate() -> GraphRefusalError:
    return GraphRefusalError(613, "(#613) Calls to this api have exceeded the rate limit.", 2534040)


def account_rate(is_page: bool) -> GraphRefusalError:
    code = 80006 if is_page else 80002
    return GraphRefusalError(code, f"(#{code}) There have been too many calls to this Instagram account.", 2446079)


def outside_window(is_page: bool) -> GraphRefusalError:
    if is_page:
        return GraphRefusalError(10, "(#10) This message is sent outside of allowed window.", 2534022)
    return GraphRefusalError(
        10, "This message is sent outside of allowed window.", 2534022, status=403, type="IGApiException"
    )


def human_agent_missing() -> GraphRefusalError:
    """Meta's page does not print it; these are the words the Messenger Platform uses for the same case."""
    return GraphRefusalError(
        10,
        "(#10) To use 'Human Agent', your use of this endpoint must be reviewed and approved by Facebook. "
        "To submit this 'Human Agent' feature for review please read our documentation on reviewable features.",
    )


def cannot_react() -> GraphRefusalError:
    """What accounts answer to every reaction that cannot set any; others say the same for a while only."""
    return GraphRefusalError(2, "An unexpected error has occurred. Please retry your request later.", status=500)


def no_capability() -> GraphRefusalError:
    return GraphRefusalError(3, "(#3) Application does not have the capability to make this API call.")


def no_permission(name: str) -> GraphRefusalError:
    return GraphRefusalError(10, f"(#10) Application does not have permission for this action ({name})", status=403)


REFUSALS: dict[str, GraphRefusalError] = {
    "blocked": GraphRefusalError(551, "(#551) This person isn't available right now.", 1545041),
    "temporary": GraphRefusalError(
        2, "An unexpected error has occurred. Please retry your request later.", status=500, transient=True
    ),
    "no_role": GraphRefusalError(
        200,
        "(#200) App does not have Advanced Access to instagram_manage_messages permission, and recipient user does "
        "not have role on app.",
        2534048,
    ),
    "other_app": GraphRefusalError(100, "(#100) The action is invalid since it's not the thread owner.", 2534037),
    "routed": GraphRefusalError(
        10, "(#10) Message failed to send because another app is controlling this thread now.", 2018300
    ),
    "not_found": GraphRefusalError(100, "(#100) The requested user cannot be found.", 2534014),
    "restricted": GraphRefusalError(10, "(#10) Your account is temporarily restricted from sending messages.", 1893063),
    "access_off": GraphRefusalError(
        200, "(#200) The account owner has disabled access to instagram direct messages.", 2534041
    ),
    "automated": GraphRefusalError(2018321, "An automated question and answer flow is running in this thread."),
}
"""Reasons a send to one person can be refused for, by the name tests use."""

"""Pages of Meta that help with one sort of trouble."""

DASHBOARD = "https://developers.facebook.com/apps/"
ACCESS_LEVELS = "https://developers.facebook.com/docs/graph-api/overview/access-levels"
RATE_LIMITS = "https://developers.facebook.com/docs/graph-api/overview/rate-limiting"
ERROR_CODES = "https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes"
POLICY = "https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy"
ROUTING = (
    "https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/conversation-routing"
)

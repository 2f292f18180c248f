"""Instagram's Graph API: requests, answers, errors and the one HTTP client."""

"""A connected account: how it fares, and what can be done with it."""

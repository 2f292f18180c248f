"""igdesk: a desktop inbox for the direct messages of Instagram professional accounts."""

__version__ = "0.1.0"

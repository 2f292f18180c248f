"""The open conversation: messages with the composer under them, and all that goes with a reply."""

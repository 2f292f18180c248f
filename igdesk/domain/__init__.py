"""The nouns and the pure rules of igdesk: no I/O, no clock, no logging."""

"""The nouns and the pure rules of igdesk: no I/O, no clock, no logging.

What crosses layers is frozen: a dataclass with slots, or a NamedTuple where the first paint needs it, because Python
makes such a class in a fifth of the time.
"""

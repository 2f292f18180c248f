"""The nouns and the pure rules of igdesk: no I/O, no clock, no logging.

What crosses layers is a frozen dataclass with slots. Here and above, small values that are made in great numbers or
before the first paint are a NamedTuple instead: Python makes such a class in a fifth of the time.
"""

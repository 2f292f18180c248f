"""The emoji picker; loaded when it is first opened."""

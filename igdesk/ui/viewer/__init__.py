"""The media viewer: pictures and videos of a conversation, one at a time over the whole window."""

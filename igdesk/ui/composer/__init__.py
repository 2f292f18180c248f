"""The place a reply is written in."""

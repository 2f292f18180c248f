"""Saved replies: the editor in the settings, and how their fields are filled."""

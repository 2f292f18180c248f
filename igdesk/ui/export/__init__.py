"""Conversations as files: readable pages and JSON, with the media that are on this computer."""

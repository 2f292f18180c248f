"""Connecting an account with a pasted token."""

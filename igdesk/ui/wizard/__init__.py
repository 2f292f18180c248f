"""Connecting an account, step by step: choose a way, give what it needs, six checks, ready."""

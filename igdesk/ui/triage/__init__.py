"""Triage on the screen: acts, their menus and popovers, and the way back."""

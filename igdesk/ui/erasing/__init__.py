"""Erasing what igdesk keeps of people: the one thing that is asked, because it cannot be undone."""

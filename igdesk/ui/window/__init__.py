"""The window: its columns, what is made when first asked for, what it remembers."""

"""The lock of the window: closing it, opening it again, and the passphrase for that."""

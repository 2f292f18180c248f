"""The first column: accounts and views."""

"""How the parts of the window share its room."""

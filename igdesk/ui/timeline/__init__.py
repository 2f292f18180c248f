"""The messages of one conversation: rows, model, bubbles, view and the pane around them."""

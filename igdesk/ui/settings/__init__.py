"""The settings, inside the main window: navigation in place of the list, a page in place of the conversation."""

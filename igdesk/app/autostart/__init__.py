"""Starting igdesk when the person signs in to the computer: one entry in the place where the system looks for such."""

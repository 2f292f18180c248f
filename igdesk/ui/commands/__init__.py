"""What the person can ask for by key, palette or menu: one list, one name each (chapters 9 and 12.11 of the design)."""

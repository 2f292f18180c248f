"""Finding messages and people: asked in a thread of its own, shown where they stand."""

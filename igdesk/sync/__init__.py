"""The engine: decides when and what; the only layer that awaits."""

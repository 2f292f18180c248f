"""Find anything: people, messages and commands from one field."""

"""A stateful stand-in for Instagram: it runs the demo and the tests, and imports nothing else of igdesk."""

"""asyncio on the event loop of Qt."""

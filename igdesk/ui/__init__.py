"""The window: models show rows of the archive, widgets emit, the engine acts."""

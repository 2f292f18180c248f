"""Everything that survives a restart: the encrypted archive, media files and the keychain."""

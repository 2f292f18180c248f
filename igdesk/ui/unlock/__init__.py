"""The page before an archive that a passphrase protects."""

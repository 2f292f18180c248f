"""The steps from an empty file to the archive of today, one module each. What was released is never changed."""

"""Questions that are answered by searches: the owner of a value, whether it is read, whether a call is a retry."""

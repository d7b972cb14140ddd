"""Questions that are answered by searches: who owns a value, who reads it, whether a call is a retry."""

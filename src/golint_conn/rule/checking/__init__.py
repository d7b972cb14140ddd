"""Rules at work: which files they look at, and the findings that they make."""

"""Rules at work: which files they check, and the findings that they make."""

"""What functions do with what they are given, and what they return that must be released."""

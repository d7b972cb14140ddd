"""What functions do with their arguments, and what they return that must be released."""

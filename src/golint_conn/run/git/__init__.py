"""Git, asked in a repository that may be hostile."""

"""Suppression: what directives in the code hold back, and which of them are of no use."""

"""Suppression: what directives in the code suppress, and which of them are useless."""

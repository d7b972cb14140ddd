"""The rules: one file, one rule; this folder is their registry."""

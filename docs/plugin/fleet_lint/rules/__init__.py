"""The rules: one per file, except files whose names start with an underscore."""

"""The rules: each file is one, files whose names begin with an underscore are not."""

"""Measures golint-conn against the least that any such program must do, and against others: `python -m benchmarks`."""

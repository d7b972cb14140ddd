"""Measures golint-conn against the minimum work of any such program, and against others: `python -m benchmarks`."""

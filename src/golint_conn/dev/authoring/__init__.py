"""For those who write rules: rule files vetted, begun, extended and migrated, as text and without importing them.

Everything here that reads Python uses LibCST, which nothing on the way of a check loads.
"""

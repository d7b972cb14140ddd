"""For authors of rules: creates, vets, extends and migrates rule files as text, without importing them.

Everything here that reads Python uses LibCST, which a check never loads.
"""

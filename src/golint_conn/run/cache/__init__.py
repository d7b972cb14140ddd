"""The cache: what earlier runs found out, in a folder of the user's, and nothing of it taken on trust.

A `Store` reads and writes one snapshot: the files as they were, what the findings of each package rest on, and the
findings. It never stands in the way of a run: whatever is wrong with it becomes one notice, and the run does without.
"""

"""The cache: what earlier runs found out, in a folder of the user's. None of it is trusted.

A `Store` reads and writes one snapshot: the files as they were, what the findings of each package depend on, and the
findings. It never stops a run: if anything is wrong with it, there is one notice, and the run continues without it.
"""

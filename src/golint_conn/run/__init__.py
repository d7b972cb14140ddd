"""Floor 8, running: configuration, discovery, the pre-filter, worker processes, and the result of a run."""

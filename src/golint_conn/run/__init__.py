"""Floor 7, running: configuration, discovery, the pre-filter, worker processes, and the result of a run."""

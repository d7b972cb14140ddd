"""Files: which ones a run reports on, and which ones it has to look at for that."""

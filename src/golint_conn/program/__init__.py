"""Floor 4, the language: callers of functions, where a value goes, how often code runs, how long a value lives."""

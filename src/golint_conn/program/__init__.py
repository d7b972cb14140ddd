"""Floor 4, the language: who calls a function, where a value goes, how often code runs, how long a value lives."""

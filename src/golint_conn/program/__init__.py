"""Floor 4, facts: who calls a function, where a value goes, how often code is reached, what a request's context is."""

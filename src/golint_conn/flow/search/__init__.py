"""The path search: the state of one obligation, and what each event does to it."""

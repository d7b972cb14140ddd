"""The work of a run: schedule, worker processes, and what is kept from run to run."""

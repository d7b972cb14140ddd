"""What people read about a rule: its documentation and the evidence of its harm."""

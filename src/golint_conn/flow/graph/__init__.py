"""What a function does, step by step: events, and the control-flow graph made of them."""

"""The steps of a function: events, and the control-flow graph made of them."""

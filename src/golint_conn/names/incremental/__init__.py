"""The incremental layer: facts, the inputs that they depend on, cycles of facts, and what holds after a change."""

"""Floor 6, the domain: what Go's network packages mean: requests, pools, dialers, listeners, contexts."""

"""Questions: the five nouns under which a context answers what a rule asks: code, values, flow, net and http."""

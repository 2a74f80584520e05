"""The clock struck: what is due is claimed, sent once, and settled."""

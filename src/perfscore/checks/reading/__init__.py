"""PS0xx: what could not be read, recognised or understood, and our own failures."""

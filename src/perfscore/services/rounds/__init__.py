"""Two rounds of the same forms, one after the other: what was mended, what stands, what is new, what was changed."""

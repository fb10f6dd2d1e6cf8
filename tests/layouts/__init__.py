"""A generator of layouts: the models of the samples drawn again in other words and other places, and compared."""

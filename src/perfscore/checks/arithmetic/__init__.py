"""PS2xx: do the sums and rates of a form follow from its own cells?"""

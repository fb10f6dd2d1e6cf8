"""PS0xx: what could not be read, recognised or understood, and our own failures."""

from perfscore.checks.reading import cells, inputs, waivers

#: The modules of the family.
MODULES = (inputs, cells, waivers)

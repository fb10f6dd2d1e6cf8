"""PS0xx: what could not be read, recognised or understood, and our own failures."""

from perfscore.checks.reading import cells, columns, inputs, waivers

#: The modules of the family.
MODULES = (inputs, columns, cells, waivers)

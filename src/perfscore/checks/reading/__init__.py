"""PS0xx: what could not be read, recognised or understood, and our own failures."""

from perfscore.checks.reading import cells, inputs

#: The modules of the family.
MODULES = (inputs, cells)

"""PS2xx: do the sums and rates of a form follow from its own cells?"""

from perfscore.checks.arithmetic import execution, totals

#: The modules that declare checks of this family.
MODULES = (execution, totals)

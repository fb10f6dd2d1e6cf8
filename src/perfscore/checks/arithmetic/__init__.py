"""PS2xx: do the sums and rates of a form follow from its own cells?"""

from perfscore.checks.arithmetic import changes, execution, funding, printing, savings, totals

#: The modules that declare checks of this family.
MODULES = (execution, funding, savings, changes, printing, totals)

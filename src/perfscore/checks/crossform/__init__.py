"""PS6xx: do the forms of a run agree with each other?"""

from perfscore.checks.crossform import ledgers

#: The modules that declare checks of this family.
MODULES = (ledgers,)

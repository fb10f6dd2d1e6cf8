"""PS1xx: is the form complete, and do its points add up?"""

from perfscore.checks.structure import points, total_row

#: The modules that declare checks of this family.
MODULES = (points, total_row)

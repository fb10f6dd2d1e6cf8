"""PS1xx: is the form complete, and do its points add up?"""

from perfscore.checks.structure import header, labels, levels, placeholders, points, rows, total_row, weights

#: The modules that declare checks of this family.
MODULES = (points, total_row, weights, rows, placeholders, levels, labels, header)

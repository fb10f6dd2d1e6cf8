"""PS3xx: does each score follow from target, actual, points and rule?"""

from perfscore.checks.scores import actuals, grade, met, points, recomputed

#: The modules of the family.
MODULES = (points, recomputed, met, actuals, grade)

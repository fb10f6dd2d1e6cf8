"""PS5xx: does a scoring rule say what it should?"""

from perfscore.checks.rules import against, bounds, covered, judgement

#: The modules of the family.
MODULES = (covered, bounds, against, judgement)

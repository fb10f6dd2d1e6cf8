"""PS3xx: does each score follow from target, actual, points and rule?"""

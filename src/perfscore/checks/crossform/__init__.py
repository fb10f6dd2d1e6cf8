"""PS6xx: do the forms of a run agree with each other?"""

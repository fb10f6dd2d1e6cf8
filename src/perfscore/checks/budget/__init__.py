"""PS7xx: do the tables of a budget add up, and do they agree with each other?"""

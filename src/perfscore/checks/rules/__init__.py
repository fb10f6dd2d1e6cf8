"""PS5xx: does a scoring rule say what it should?"""

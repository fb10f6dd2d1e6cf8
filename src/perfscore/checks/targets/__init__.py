"""PS4xx: can the targets be checked, and do they fit their indicators?"""

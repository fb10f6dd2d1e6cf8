"""PS1xx: is the form complete, and do its points add up?"""

"""PS8xx: do the texts agree with the figures and with themselves?"""

"""The window: a page in the browser for people without a command line (extra `perfscore[web]`).

Nothing is computed here. What documents say is read, audited and written by the services, in processes of their own; what
a page shows is what the report says. Everything lies in a private folder that goes with the program, but remarks and
rule sets of one's own.
"""

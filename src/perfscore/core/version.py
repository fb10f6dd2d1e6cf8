"""The version of the program.

Written here, from where the build takes it too: asking the metadata of the installed package imports the modules of
electronic mail, a fortieth of a second at every start.
"""

__version__ = "0.1.0"

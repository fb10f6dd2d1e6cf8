"""Damaging right forms one cell at a time: is each slip found, with the right code at the right cell?"""

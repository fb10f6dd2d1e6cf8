"""Recognising forms by labels and shape, and lifting them into the model."""

from perfscore.forms.recognise import Match, NearMiss, Recognition, left_over, near_misses, recognise, survey

__all__ = ["Match", "NearMiss", "Recognition", "left_over", "near_misses", "recognise", "survey"]

"""The small immutable records that everything above refers to, and exact arithmetic."""

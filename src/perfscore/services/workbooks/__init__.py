"""What `annotate`, `fill` and `template` share: cells of a form as formulas, result sheets, redrawn tables."""

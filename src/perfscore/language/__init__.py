"""Reading the language of the forms: indicator values and scoring rules."""

"""Office Open XML: the guarded zip package, its XML, number formats and sheets; nothing here knows of forms."""

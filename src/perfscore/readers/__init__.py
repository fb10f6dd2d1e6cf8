"""Reading files into located cells; nothing here knows what a form is."""

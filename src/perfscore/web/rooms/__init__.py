"""The rooms of the window: a module each, with its addresses as `ROUTES`."""

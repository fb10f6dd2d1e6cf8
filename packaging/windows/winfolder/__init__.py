"""The folder for Windows without Python: what goes into it, how it is put together, what must hold of it."""

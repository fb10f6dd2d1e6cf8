"""Thousands of files as one command: grouped into dossiers, audited in batches, kept in a folder of results."""

"""What users ask for over the pipeline."""

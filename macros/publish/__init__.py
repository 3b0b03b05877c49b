"""A report in every official shape: data, documents, feeds, the archive bundle; each from the model."""

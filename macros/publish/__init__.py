"""A report in every official shape: data, documents, feeds, the archive bundle; from the model, never from each other."""

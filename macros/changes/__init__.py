"""What a change changes: files, cells, numbers and words between a Git revision and the working folder."""

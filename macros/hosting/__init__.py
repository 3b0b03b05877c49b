"""What only GitHub needs: summaries, the review's way from a pull request to a comment, the gate before a release.

``python -m macros.hosting STEP`` runs one step of a workflow. Steps that hold rights run before anything is installed,
so they use the standard library only, and take nothing from a pull request but text they have validated.
"""

"""Commands that are more than one call: each module has ``add(commands)`` (its arguments) and runs what it declares.

Loaded for every call of ``gongkai``, so a module imports at its top only what the arguments need.
"""

"""Gongkai: the yearly report on open government information, proved and published from its data."""

"""Measurements of the whole program on made-up projects of any size."""

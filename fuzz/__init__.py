"""Fuzzing: everything that reads what others wrote is fed anything, guided by the code that is reached; see README.md."""

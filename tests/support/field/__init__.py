"""Made answers, a file for each kind: see ../field-cases.py."""

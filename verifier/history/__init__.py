"""What became of what earlier runs saw.

Takes: what is kept of past runs, and a report. Gives: of every finding, claim and flow since when, and whether it is new, back or over.
Never: reads a file or a clock, or judges a page.
"""

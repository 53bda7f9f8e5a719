"""The history of runs: one SQLite file beside the runs.

Takes: what is kept of each run. Gives: the same again, by target and in the order of time, from as many processes at once as like.
Never: says what became of anything (`verifier.history` does), or overwrites a file that it cannot read.
"""

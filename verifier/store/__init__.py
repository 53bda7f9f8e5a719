"""What stays on disk: journals, blobs, baselines.

Takes: events, pictures and recordings. Gives: the same values back, byte for byte or not at all.
Never: judges, redacts too late, or overwrites a recording that somebody else changed.
"""

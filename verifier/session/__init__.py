"""The orchestra: knows the order of things and nobody by name.

Takes: flows, drivers, sinks and reporters that satisfy its protocols. Gives: a run, judged and folded.
Never: knows Playwright, formats a message, or changes a baseline while running.
"""

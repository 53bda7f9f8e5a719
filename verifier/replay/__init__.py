"""What to do next, said without doing it.

Takes: a `Flow`, and the replies of a driver. Gives: commands and events. Never: knows Playwright, a clock or a disk.
"""

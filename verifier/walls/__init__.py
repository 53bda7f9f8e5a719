"""Is something standing between us and the page that the guide speaks of?

Takes: a `Snapshot` and how the network answered. Gives: a `Wall` that at least two signals decided, or None.
Never: acts, asks the network, or calls a changed page a wall.
"""

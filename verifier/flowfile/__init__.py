"""From YAML text to a `Flow`, or to a message worth reading.

Takes: the folder of flows, guides and sites. Gives: a frozen `Library` with every flow in every locale and every problem of
every file. Never: runs what a file says, follows a link out of its folder, stops at the first problem, or raises for bad text.
"""

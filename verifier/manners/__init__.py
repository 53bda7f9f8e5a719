"""How to behave on a site that is not ours.

Takes: what the site says to robots, how its flows went, and the time that somebody else read off a clock. Gives: go, wait so
long, or stay away and why. Never: waits, asks the network, or hides who is asking.
"""

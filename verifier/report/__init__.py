"""How a run is told: to a person in a browser or a terminal, and to the machines beside them.

Takes: a `Report` and the bytes of its pictures, or the stream of events while it runs.
Gives: files (`registry.REPORTERS`), annotation lines (`github`), progress and a summary (`console`).
Never: judges, reads a report back, needs the network, or lets a page's text be anything but text.
"""

"""The only room with a browser in it.

Takes: commands, one after the other, and what stands for the network (files or the real one). Gives: replies: what was
found, what was done, what a page showed, what would have left. Never: judges, retries, decides what to do next, or lets a
byte out that the guard did not positively let through.
"""

"""A site made of files, in editions: what the site was when the guide was written, what it is today, and its walls.

Takes: `flows/<site>/replica/` (a route table, pages, texts by language). Gives: an `Answerer`, the same site served on
loopback, and the truth that each edition must report. Never: reaches a network, or lets a request for another host out.
"""

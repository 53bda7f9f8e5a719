"""The lock on a browser context: one loopback proxy that every byte must pass.

Takes: what the browser asks of the network. Gives: answers from files or from the live network, and a record of what was
stopped. Never: contacts anybody, by name or by address, before `decide` has said that the request may go.
"""

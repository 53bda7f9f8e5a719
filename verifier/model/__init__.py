"""The nouns: frozen, slotted values that every other room speaks in.

Takes: nothing. Gives: types. Never: does anything, knows a file, a clock or a browser.
"""

"""Which element of the new page did an old one become?

Takes: marks of recorded and of present elements. Gives: pairs with score, margin and evidence, or none.
Never: prefers a guess to an honest "gone".
"""

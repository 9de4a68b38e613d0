"""What reporting should answer, recomputed by brute force from a plain list of events.

Written from the sentences of the contract and the issue alone. It shares nothing with the product but the input: for every
question it looks at all events again, once for each kind of thing, and finds ends by trying one instant after the other.
"""

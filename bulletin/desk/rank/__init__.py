"""Rank: what an item is worth to an editor now, in points that each have a reason.

`matters` tells what a text is about, `genres` of which poor kind it is, `reading` the rest of it; `features` gives the
reasons, `learning` adds what editors chose before, `balance` lifts problems that would sink, `preview` tells what other
weights would have done. `bulletin.desk.queue` puts it together.
"""

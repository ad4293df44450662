"""Points (计分): facts of the store, counted by dated rules into a ledger in which every point explains itself.

facts       all that happened before a day, in a few queries
claims      what each fact is worth, merge how units share it, bonus what counts beside what, award the differences day by day
deduct      commissions, faults, tasks; limits caps, floors, vetoes; engine all of it together
replay      the same facts under two rule sets, side by side
"""

from bulletin.feedback.points.engine import compute, failing
from bulletin.feedback.points.facts import gather, late_reference
from bulletin.feedback.points.periods import period_of, periods
from bulletin.feedback.points.replay import Difference, Shift, replay

__all__ = ["Difference", "Shift", "compute", "failing", "gather", "late_reference", "period_of", "periods", "replay"]

"""Feedback (反馈落实): from a leader's instruction to a closed follow-up, whose result enters the queue again as an item.

instructions    what a leader wrote on a published issue or entry: class, rank and level, which of several holds
opening         registration, handling proposal, case opening; the next case after a new instruction
follow_ups      assign, receive, report, extend
closing         acceptance by six questions, showing to the leader, closing
signals         the lights, a pure function of dates, state, slips, policy and moment
reminding       who is to be reminded today, by whose stage
slips           slips and the whole way of a case, as pure data
case_speeds     the four speeds on the way of one case
speeds          the four speeds (四快), from the timestamps of the rows
board           what lies where and how long, who waits for whom since when
units           what a unit may know of its own material; handouts the same as a file for it
upward          reports to an upper office, and the package they go in; receipts what comes back
"""

from bulletin.feedback import follow_ups, instructions, opening, reminding, signals, slips, speeds

__all__ = ["follow_ups", "instructions", "opening", "reminding", "signals", "slips", "speeds"]

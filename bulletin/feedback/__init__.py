"""Feedback (反馈落实): from a leader's instruction to a closed follow-up, whose result enters the queue again as an item.

instructions    what a leader wrote on a published issue or entry
follow_ups      assign, report, accept, return, remind, extend; signals by date
speeds          the four speeds (四快), from the timestamps of the rows
"""

from bulletin.feedback import follow_ups, instructions, speeds

__all__ = ["follow_ups", "instructions", "speeds"]

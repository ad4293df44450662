"""Feedback (反馈落实): from a leader's instruction to a closed follow-up, whose result enters the queue again as an item.

cases       instruction → case → assignment → answer → closing
points      facts and dated rules → what each unit has
circular    a period → a manuscript with tables and charts, counted by `statistics`
upward      reports to an upper office, and receipts
units       what a unit may know of its own material
registers   what a person enters of places the program cannot see: upper adoptions, late entries, penalties
speeds      the four speeds (四快), from the timestamps of the rows
board       what lies where and how long, who waits for whom since when
"""

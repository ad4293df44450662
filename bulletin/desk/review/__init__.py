"""Review (审核): what a person does with an article that was sent, and what waits for whom.

opinions   the words people write on a piece (同意、缓发、请××阅后发) read as actions
acting     one action and what follows from it: the step, the look at the text, the notices
calling    notices (催办单) to whom a piece waits for
waiting    what waits for a person, first due first
"""

from bulletin.desk.review.acting import ACTIONS, act, difference, seen, urge, urge_signature
from bulletin.desk.review.opinions import read_opinion
from bulletin.desk.review.waiting import Opinion, Waiting, Waitlist, for_whom, opinions, waiting

__all__ = [
    "ACTIONS",
    "Opinion",
    "Waiting",
    "Waitlist",
    "act",
    "difference",
    "for_whom",
    "opinions",
    "read_opinion",
    "seen",
    "urge",
    "urge_signature",
    "waiting",
]

"""The desk (采编): from items to approved articles. Reads items; writes articles, revisions, statuses, answers.

queue      the items that wait, best first, each with the reasons for its place
gates      the four gates (四关) over a text
editing    adopt, edit, send, approve, return, drop
"""

from bulletin.desk import editing, gates, queue

__all__ = ["editing", "gates", "queue"]

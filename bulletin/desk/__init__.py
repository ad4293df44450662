"""The desk (采编): from items to approved articles. Reads items; writes articles, revisions, statuses, answers.

queue      the items that wait, best first, each with the reasons for its place
gates      the four gates (四关) over a text
checking   an article before the gates, and the answers given to what they see
editing    adopt, edit, send, approve, return, drop
"""

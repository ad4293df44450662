"""The desk (采编): from items to approved articles. Reads items; writes articles, revisions, statuses, answers.

queue      the items that wait, best first, each with the reasons for its place
gates      the four gates (四关) over a text
checking   an article before the gates, and the answers given to what they see
editing    adopt, edit, send, approve, return, drop
merging    items into an article that is there (合并), one article into two (分篇)
undo       the last own deed taken back, and done again
commissions  units asked for a topic by a time (约稿): who answered, who is late, who has not
"""

"""The circular (通报): the statistics of a period as an item of the office's own, with its figures frozen as its original.

period      what a period is called
frozen      the figures as canonical JSON; what differs from them later
listing     the tables of the attachments
pace        the four speeds, month by month
settlement  what came or went, since the last circular, of points printed before
wording     the manuscript: title, text, tables, charts, attachments
making      made once, or as a correction, checked against today's facts as often as one likes, never rewritten
tables      the same rows for csv and xlsx
"""

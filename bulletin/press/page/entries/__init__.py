"""Entries (条目) and what stands around them, as a template is given them.

front       masthead, contents, 版记
body        titles and blocks of the entries
levels      paragraphs: heading levels and their faces
tables, columns, pictures, notes, signature    the other blocks
printed     what a block is on the page
"""

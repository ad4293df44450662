"""Faces (字体): the closed set.

fonts       a file for each role, what `bulletin doctor` says, the private fontconfig file
font_files  the font files of this machine, by the names of their faces
facts       what a face covers, how wide, remembered in the cache
twins       characters that share a glyph and would be copied as one another
glyphs      a face for each character of a text
outlines    text as outlines, for what is no text (watermarks)
"""

"""The page (版面): from a sheet, plain data, to the bytes of a PDF.

sheet       what is to be printed
blocks, titles, linebreak    paragraphs, titles and lines: where text is cut
fonts, glyphs, geometry      the closed set of faces, what each character takes, the figures of the page
front, body, markup, layout  what a template is given: masthead and 版记, entries, runs of characters
prepare, process, render     sheet and template become HTML here, pages in a process of their own
typeset, worker, serve, packing  the way through them, cold, or by a worker that is kept warm
parts/                       the style and the macros all templates share
"""

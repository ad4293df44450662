"""The page (版面): from a sheet, plain data, to the bytes of a PDF.

sheet       what is to be printed
faces/      the closed set of fonts: which file plays which role, what it covers, how wide each character is
lines/      where text is cut: paragraphs into lines, titles by sense
entries/    what a template is given: masthead, paragraphs, tables, pictures, notes, signature, 版记
markup      runs of characters and broken lines as HTML
parts/      the page all templates extend, with its style and macros
engine/     sheet and template become a page, the page a PDF: in a process of its own, or by the warm worker
"""

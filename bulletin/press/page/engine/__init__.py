"""The engine (排版): from a sheet to a PDF.

typeset     the whole way; `result` is what comes of it
prepare, layout, template    sheet and template folder into HTML and style
process, render    a process of its own that lays out and draws with WeasyPrint
worker, serve, packing       the same by a process that is kept warm
document    a document that is no issue: stamps, title pages, indexes
"""

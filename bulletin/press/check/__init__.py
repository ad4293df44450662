"""The page against the standard (版面检查): 83 numbered rules measured on a finished PDF, anybody's.

content     what a page is painted with, read by PDFium
structure   what the file says of itself: fonts, metadata, bookmarks
read        what stands on the pages, in millimetres
document    the pages as a document: type area, lines of text, 版记, page numbers
elements    titles, headings, signature and other elements, recognised
faces       which style a font stands for
finding     what a rule is, and what it finds
rules       each rule with its number, clause and strength
habits      what a series asks beyond the standard
series      what a series of the office lets expect
report      a file held against all rules
apart       a file of anybody's, checked within limits
child       the process that does it
"""

from bulletin.press.check.apart import check_pdf
from bulletin.press.check.finding import Expected, PageFinding, Report
from bulletin.press.check.report import check_here
from bulletin.press.check.rules import RULES
from bulletin.press.check.series import expected_of

__all__ = ["RULES", "Expected", "PageFinding", "Report", "check_here", "check_pdf", "expected_of"]

"""The page against the standard (版面检查): 83 numbered rules measured on a finished PDF, anybody's.

read        what stands on the pages, in millimetres
document    the pages as a document: type area, lines of text, 版记, page numbers
rules       each rule with its number, clause and strength
"""

from bulletin.press.check.rules import PageFinding, check_pdf

__all__ = ["PageFinding", "check_pdf"]

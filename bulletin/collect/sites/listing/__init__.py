"""List pages (栏目页): which articles a page lists, with title, date and address, by an XPath or by our own finder."""

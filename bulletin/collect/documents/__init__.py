"""File formats to lines of text: bytes of unknown origin in, paragraphs out, with limits on everything."""

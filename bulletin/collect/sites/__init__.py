"""Public sources: feeds, column pages and the articles they lead to."""

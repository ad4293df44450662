"""Placeholder until the checker is in place."""
def check_pdf(path):
    return []

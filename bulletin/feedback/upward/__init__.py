"""Upward (上报): an article goes to an upper office, and its receipts come back.

sending       what may go up, and the paper it goes as
outbox        the folders such packages are written to, for each office its own
receipts_out  receipts this office gives for what it printed of others
receipts_in   receipts that come in: which are believed, and what a person confirms
"""

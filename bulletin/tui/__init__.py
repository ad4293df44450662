"""The desk on a terminal (采编台): screens over the stages. It parses keys, shows, and calls; nothing is decided here."""

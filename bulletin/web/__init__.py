"""The desk in a browser: behind a login, on this machine only unless told otherwise.

`passwords` keeps what people log in with, `logins` who is logged in, `watch` ends what the office's files no longer allow,
`guard` says which requests are heard, `terminal` runs a program on a terminal of its own, and `server` joins them. Each tab
is the desk of `bulletin.tui` in a process of its own, drawn by xterm.js: the same keys, the same rights, the same rules.
"""

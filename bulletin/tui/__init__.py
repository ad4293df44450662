"""The desk on a terminal (采编台): screens over the stages. It parses keys, shows, and calls; nothing is decided here.

app          the program: who sits there, which screens are open, the look at the database every second
program      what screens ask of it
desk_screen  what every screen has: keys of now, messages, help       nouns     where one can go with ``:``
keys         tables of keys                                           looks     colours by day and by night
words        foreign text made harmless, widths, line breaking        prompts   one line, a choice, yes or no
windowed     a list of any length     text_pane  a text to read       differences  two texts side by side
deeds        decisions on what was seen, and on nothing else          reading   records in Chinese lines
editor       long texts in ``$EDITOR``, kept until they are stored    lines     the desk without a screen
typed        other long texts, kept likewise                          arranging  an issue as it was seen
chain        where a piece came from and what became of it            article_reading, article_deeds, issue_reading  the same for articles and issues
case_reading, case_deeds, urgent_reading, points_reading, upward_reading, circular_reading  the same for what comes after print
aside        counting in a thread, while the screen goes on           fields    forms
page_image   a page of a PDF as a picture in cells                    screens/   one module for each noun

To add a screen: a subclass of `desk_screen.DeskScreen` (for a list with a pane: of `screens.records.RecordsScreen`) with ``KEYS``
and ``BINDINGS = bindings(KEYS)``, and a line in `nouns`.
"""

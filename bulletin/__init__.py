"""bulletin: from raw material to a signed, numbered bulletin, and back from the leader's instruction.

The way of the data, and which part writes which rows:

    stage       reads                        writes
    collect     sources, submitted files     originals, items, problems
    desk        items                        articles, revisions, statuses, answers
    press       approved revisions           issues, entries, proofs, sign_offs, adoptions, the folders under issues/
    feedback    published issues, entries    instructions, follow_ups, progress, and items again

The layers, each importing only those below it (`make check` proves it):

    cli                                  parse, call, show
    collect | desk | press | feedback    four stages; none imports another
    store                                all SQL, all migrations
    workflow | settings                  pure rules; configuration
    model, errors, terms, text           nouns, exceptions, words

Where does a line live? What a state may become: `workflow`. A question to the database: `store`. A word the user
reads: `terms`. What a file in the office means: `settings`. A rule of the page: `press`. A rule of the desk: `desk`.
"""

__version__ = "0.1.0"

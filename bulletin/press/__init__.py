"""The press (编印): from approved revisions to a signed, numbered, frozen issue and the archive that holds it.

compose     gather approved articles into an issue, order them
proof       take a number, typeset, keep the proof
publish     sign the proof's hash, file those very bytes, void what must not appear
filing      what a folder says, as the database has it
    forward     the next of these steps that needs no person, and who must act then
archive     the index leaders open from disk, rebuilt from the folders
verify      recompute every hash, find gaps, strays and orphans

"""

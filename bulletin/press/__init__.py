"""The press (编印): from approved revisions to a signed, numbered, frozen issue and the archive that holds it.

compose     gather approved articles into an issue, order them
sheets      what is printed of an issue, as its publication prints it
proof       take a number, typeset, hold the pages against the standard, keep the proof
preview     one article alone, or an issue being arranged, before there is a number
publish     sign the proof's hash, file those very bytes, void what must not appear
filing      what a folder says, as the database has it
forward     the next of these steps that needs no person, and who must act then
archive     the index leaders open from disk, rebuilt from the folders
verify      recompute every hash, find gaps, strays and orphans
copies, stamps    numbered copies of the signed file, each for its recipient
volume/     a year's issues bound behind title page, contents and indexes
slips/      交办单、催办通知单、三色督查单 and the way slip (流转单) of a follow-up, one page each
geometry    the figures of the page, each with its clause
page/       a sheet, plain data, to the bytes of a PDF
check/      a finished PDF, anybody's, against 83 rules
"""

"""The language server, `golint-conn server`: what `check` finds, in an editor while code is written.

It decides nothing. The server itself (`language`, `session`) keeps the open documents and speaks the protocol; a
process beside it (`child`, `analysis`) calls `check` with the unsaved texts as overlay, and the fixing of the command
line. Only the first uses pygls, and what goes between the two is the plain data of `jobs`.
"""

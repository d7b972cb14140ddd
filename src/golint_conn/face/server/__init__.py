"""The language server, `golint-conn server`: the findings of `check`, in an editor while code is being written.

It decides nothing. The server itself (`language`, `session`) keeps the open documents and speaks the protocol; a
separate process (`child`, `analysis`) calls `check` with the unsaved texts as overlay, and the fixing of the command
line. Only the server uses pygls; the two exchange the plain data of `jobs`.
"""

"""The pages of the ledger: the list, one finding, what is late, months, counties below."""

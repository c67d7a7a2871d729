"""The ledger as values for its pages."""

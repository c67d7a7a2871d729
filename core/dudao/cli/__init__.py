"""The `dudao` command; it starts in `dudao.cli.main`."""

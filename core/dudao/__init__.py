"""Dudao 督导: figures in, explained verdicts out. Plugins and the web use `dudao.api` only."""

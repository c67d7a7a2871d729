"""What pages show, as frozen values made from verdicts: templates see nothing else."""

"""The pages of duty work, by area: the board, one duty, review and report, grade, letters."""

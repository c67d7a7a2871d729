"""What the pages of the forecast show."""

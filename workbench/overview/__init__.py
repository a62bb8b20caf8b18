"""The overview for leaders: the campaign's figures by city, sector and week, each in the reader's own sight."""

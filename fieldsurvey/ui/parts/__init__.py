"""What the rooms of the window share: rows and their lists, pills, dialogs of fields, the words of an inspection."""

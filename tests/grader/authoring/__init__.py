"""What an author of exercises needs: the files of a new one, and its place in the table of contents."""

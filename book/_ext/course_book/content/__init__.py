"""What the book says beside its pages: words around the text, descriptions of pages, the terms of the course."""

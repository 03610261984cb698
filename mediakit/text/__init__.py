"""Cut: from a text as given to a title, sentences, words and quotations."""

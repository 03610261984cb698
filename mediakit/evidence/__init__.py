"""Find: what stands in the sentences, as marks."""

"""Who says what: quotations, their speakers, and speech that stands without quotation marks."""

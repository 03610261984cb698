"""What a rewrite did to quotations, facts, sources and single words."""

"""Windows: what is seen and dragged; the numbers come from jobs of the core."""

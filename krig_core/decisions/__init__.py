"""What is decided from maps: where a threshold is exceeded, and what zones hold."""

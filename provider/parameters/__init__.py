"""What is asked of the user."""

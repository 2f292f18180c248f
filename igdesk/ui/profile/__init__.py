"""What is known about the customer."""

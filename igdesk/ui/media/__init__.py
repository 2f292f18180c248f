"""Sound and moving pictures: playing them, drawing what they sound like, opening them elsewhere."""

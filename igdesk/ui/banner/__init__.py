"""One line over the columns while something needs the person."""

"""Drop-in replacements for other packages: their names and shapes, this package's engine."""

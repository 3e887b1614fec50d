"""Which of several texts to take."""

"""How far a score would move with other examples."""

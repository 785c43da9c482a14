"""Floor 2: a Document becomes a Reading: its parse, and the mentions of entities in it."""

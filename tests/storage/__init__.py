"""What is kept: migrations, types, the queue of nudges, undo and deletion."""

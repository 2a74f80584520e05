"""The benches still run, and what must not grow does not: at a small size, with room for a busy machine."""

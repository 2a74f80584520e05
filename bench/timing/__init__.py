"""How well the chance of coming back is told, on sets made by seed."""

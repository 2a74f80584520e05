"""How often the guess from a prospect's words is right, on sentences that it was not made from."""

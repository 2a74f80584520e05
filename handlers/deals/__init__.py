"""What listeners and the clock do with a lost deal: change it, and show it as it then stands."""

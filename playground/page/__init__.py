"""The page in a browser: its routes, what it shows, what its buttons do; its files lie in the folders beside."""

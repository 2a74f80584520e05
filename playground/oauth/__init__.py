"""OAuth v2: consent in a browser, codes, and the tokens they are exchanged for."""

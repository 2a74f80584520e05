"""Every route and every kind of payload, with what nobody would send: it is answered, and harms nobody."""

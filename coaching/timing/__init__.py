"""When lost deals come back: how often asking again brought a yes, by kind of no and by days since the no."""

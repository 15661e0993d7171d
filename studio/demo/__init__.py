"""An invented practice with forty clients: everything in it goes through the real deeds, at the moments of an invented past."""

"""What a client sees and sends: each module is a page, and only glues reads and deeds to it."""

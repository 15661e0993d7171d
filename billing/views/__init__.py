"""Pages of money: each module is a page, and only glues reads and deeds to it."""

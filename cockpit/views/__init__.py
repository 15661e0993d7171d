"""The coach's pages. They only glue."""

"""What client and coach see of their conversation: each module is one of the two doors."""

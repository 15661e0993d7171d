"""An exercise that a coach gave one person besides the weeks."""

"""Picture notes: where their masks are in the picture's file, and the HTML that lays them over it."""

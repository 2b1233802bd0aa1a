"""The pages of a site, as HTML. Everything that a stranger wrote is escaped or cleaned where it comes in."""

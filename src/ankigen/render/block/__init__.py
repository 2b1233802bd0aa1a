"""CommonMark's blocks, with GitHub's tables."""

"""From a loaded deck to its findings and its content: the one place that knows the order of the stages.

Comes in: a `Loaded`. Goes out: a `Compiled`. Know first: `pipeline.compile_deck`.
"""

"""The upgrade simulator: packages are imported into real collections, as learners do it, and the outcome is judged.

`worker` alone imports Anki's backend, in a process of its own.

Comes in: packages. Goes out: verdicts. Know first: `findings.Verdict`.
"""

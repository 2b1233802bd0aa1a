"""The upgrade simulator: packages are imported into real collections, as learners do it, and what becomes of the
learners' work is judged. `worker` alone imports Anki's backend, in a process of its own."""

"""Every kind of finding but the editorial rules, by what it is about: what it means, why it matters, and an example.

The names are public: scripts, `ignore` lists and dashboards rely on them, so none is ever renamed.

Comes in: nothing. Goes out: the kinds of findings, explained. Know first: `diagnostic.Code`.
"""

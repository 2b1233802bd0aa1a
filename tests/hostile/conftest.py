"""The live page's server, for strangers' text too."""

from tests.live.conftest import serve

__all__ = ["serve"]

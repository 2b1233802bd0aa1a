"""Writes what a release was made with, as pip reads it: made_with.py MANIFEST FOLDER.

FOLDER gets libraries.txt and origin.txt, which is empty if the manifest does not say where ankigen came from.
"""

import json
import re
import sys
from pathlib import Path

LIBRARY = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+")
ORIGIN = re.compile(r"ankigen @ (git\+https://\S+@[0-9a-f]{40,64}(#subdirectory=\S+)?|https://\S+#sha256=[0-9a-f]{64})")

manifest, folder = Path(sys.argv[1]), Path(sys.argv[2])
made = json.loads(manifest.read_text(encoding="utf-8")).get("made_with", {})
libraries = [line for line in made.get("requirements", ()) if LIBRARY.fullmatch(line)]
origin = made.get("origin", "")
(folder / "libraries.txt").write_text("".join(f"{line}\n" for line in libraries if not line.startswith("ankigen=")))
(folder / "origin.txt").write_text(f"{origin}\n" if ORIGIN.fullmatch(origin) else "")

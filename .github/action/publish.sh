# Publishes the committed files of a release; what is published already stays as it is.
set -euo pipefail

if gh release view "$TAG" >/dev/null 2>&1; then
    echo "::error::$TAG is published already, and what is released never moves; release a correction"
    exit 1
fi
shopt -s nullglob
gh release create "$TAG" --verify-tag --title "$TAG" --notes-file "$STEM.md" \
    "$STEM".apkg "$STEM"-from-*.apkg "$STEM".apkg.sha256 "$STEM"-from-*.apkg.sha256 "$STEM.json" "$STEM"-note[s].md

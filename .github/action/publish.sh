# Publishes the files of a release that were compared with git; what is published already stays as it is.
set -euo pipefail

if assets=$(gh release view "$TAG" --json assets --jq '.assets[].name' 2>/dev/null); then
    if grep -Fqx "$TAG.apkg" <<< "$assets"; then
        echo "::error::$TAG is published already, and what is released never moves; release a correction"
    else
        echo "::error::there is a release $TAG without its package, made by hand: delete it (gh release delete $TAG," \
            "which keeps the tag) and run this job again"
    fi
    exit 1
fi
shopt -s nullglob
gh release create "$TAG" --verify-tag --title "$TAG" --notes-file "$STEM.md" \
    "$STEM".apkg "$STEM"-from-*.apkg "$STEM".apkg.sha256 "$STEM"-from-*.apkg.sha256 "$STEM.json" "$STEM"-note[s].md

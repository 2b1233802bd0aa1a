# Compares the packages of a release with their committed checksums.
set -euo pipefail

cd "decks/$DECK"
if ! sha256sum --check "$TAG".apkg.sha256 $(compgen -G "$TAG-from-*.apkg.sha256" || true); then
    echo "::error::a package of $TAG is not the one of its checksum in decks/$DECK: restore the .sha256 files as" \
        "'ankigen release' wrote them, commit, and tag that commit"
    exit 1
fi

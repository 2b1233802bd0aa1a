# Builds a release again and compares it with the committed one.
set -euo pipefail

made_by=$(ankigen --version)
if ! ankigen build --locked "$DECK" || ! git diff --exit-code --stat -- decks; then
    echo "::error::$TAG is not what $made_by makes of these sources. If they have changed since 'ankigen release $DECK'," \
        "release again; else let the version build it that made it"
    exit 1
fi
cd "decks/$DECK"
sha256sum --check "$TAG".apkg.sha256 $(compgen -G "$TAG-from-*.apkg.sha256" || true)

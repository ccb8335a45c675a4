#!/bin/sh
# For go build -toolexec. The compiler's soft float does not know the builtins min and max of floats, and its assembler
# refuses what comes of them. Packages that use them get generic functions of these names in one more file, which
# $HART_MINMAX has by the package's name. A new one shows itself by "expected integer register in rd position".
set -e
case "$1" in
*/compile)
  package=
  for argument; do
    [ "$package" = - ] && package=$argument
    [ "$argument" = -p ] && package=-
  done
  case "$package" in
  github.com/ethereum/go-ethereum/metrics) exec "$@" "$HART_MINMAX/metrics.go" ;;
  github.com/ethereum/go-ethereum/p2p/msgrate) exec "$@" "$HART_MINMAX/msgrate.go" ;;
  github.com/cockroachdb/pebble/v2) exec "$@" "$HART_MINMAX/pebble.go" ;;
  esac
  ;;
esac
exec "$@"

#!/bin/sh
# Opens the window of @product@, or becomes the headless command where the first word is not an option.
program=/usr/lib/@package@/@package@

headless() {
  # Nothing of the web runs there, so root may go without the sandbox of Chromium, which refuses root.
  [ "$(id -u)" -ne 0 ] || set -- --no-sandbox "$@"
  exec "$program" --ozone-platform=headless --log-level=3 "$@"
}

case "${1-}" in
  -h | --help) headless -- help ;;
  -V | --version) headless -- version ;;
  '' | -*) ;;
  # After -- Chromium leaves the options alone.
  *) headless -- "$@" ;;
esac

if [ "$(id -u)" -eq 0 ]; then
  echo "@package@: The window does not open for root, whom Chromium gives no sandbox. Start it as an ordinary user." >&2
  exit 2
fi
exec "$program" --log-level=3 "$@"

#!/bin/bash
# Runs a program in a window of its own and walks through it from outside, as a person would.
#
#   tests/window/run.sh [WIDTHxHEIGHT] WALK.py -- PROGRAM [ARGUMENTS …]
#   tests/window/run.sh 1280x800 walk.py -- target/release/ssid-desk --sample
#   SCALE=1.5 tests/window/run.sh 1280x800 walk.py -- target/release/ssid-desk --sample
#
# The walk is a python file that uses the helpers of drive.py, which are there already:
#
#   press("Create")                       # a button, tab, radio, link … by its name
#   set_text("File Location", "/tmp/x")   # a field by its name
#   type_keys("Down", "Down", "Return")   # xdotool's names of keys
#   find("row", "Begay, Dezbah", timeout=5)
#   print(text_of("File Location")); dump(); shot("/tmp/one.png"); window_size()
#
# A failed helper ends the walk: exit 1, after a picture (failed.png) and the tree as text
# (failed.txt) in $OUT. The program gets a HOME, XDG folders and session bus of its own and
# is ended with the walk. Settings from outside:
#   SCALE=1.5     as on a screen at 150 %            (default 1)
#   OUT=folder    pictures by relative name, log.txt (default: a new one in /tmp, printed)
#   HOME_DIR=dir  keep the program's HOME, to start a second time with the same data
#
# Needs: xvfb openbox xdotool imagemagick x11-utils dbus at-spi2-core python3-gi
#        gir1.2-atspi-2.0 libgl1 zenity
set -u
here=$(cd "$(dirname "$0")" && pwd)
size=1280x800
if [[ ${1:-} =~ ^[0-9]+x[0-9]+$ ]]; then size=$1; shift; fi
if [ $# -lt 3 ] || [ "$2" != "--" ]; then sed -n '2,26p' "$0"; exit 2; fi
walk=$(realpath "$1"); shift 2
program=$(realpath "$1"); shift

OUT=$(realpath -m "${OUT:-$(mktemp -d /tmp/window.XXXXXX)}")
mkdir -p "$OUT"
echo "out: $OUT"
home=${HOME_DIR:-$OUT/home}
run=$(mktemp -d /tmp/window-run.XXXXXX)
mkdir -p "$home"/{.config,.cache,.local/share}
chmod 700 "$run"

# A free display, found by Xvfb itself.
exec 3>"$run/display"
Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp >"$run/xvfb.log" 2>&1 &
xvfb=$!
trap 'kill $xvfb 2>/dev/null; wait $xvfb 2>/dev/null; rm -rf "$run"' EXIT
for _ in $(seq 100); do [ -s "$run/display" ] && break; sleep 0.1; done
number=$(cat "$run/display")
[ -n "$number" ] || { echo "Xvfb did not start:"; cat "$run/xvfb.log"; exit 3; }

env -i PATH="$PATH" LANG=C.UTF-8 DISPLAY=":$number" HOME="$home" USER="${USER:-registrar}" OUT="$OUT" \
  XDG_CONFIG_HOME="$home/.config" XDG_CACHE_HOME="$home/.cache" \
  XDG_DATA_HOME="$home/.local/share" XDG_RUNTIME_DIR="$run" \
  WINIT_X11_SCALE_FACTOR="${SCALE:-1}" SCREEN_SIZE="$size" NO_AT_BRIDGE=0 \
  LIBGL_ALWAYS_SOFTWARE=1 WALK_ENV="${WALK_ENV:-}" \
  dbus-run-session -- /usr/bin/python3 "$here/drive.py" "$walk" "$program" "$@"

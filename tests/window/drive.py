#!/usr/bin/python3
"""Walks through a program's window by its accessibility tree; started by run.sh (see there).

A walk is a python file executed with these helpers in its namespace:

find(role, name, timeout=5)   the first control with that role and name. Role: any of "button",
                              "text", "radio", "check", "tab", "row", "link", "list", "label",
                              "dialog", an AT-SPI role name, or None for any. Name: the exact
                              name, a compiled regular expression, or None. Waits for it.
find_all(role, name)          all of them, at once, maybe none
gone(role, name, timeout=5)   waits until there is none
press(name, role=None)        its default action (a click), without the mouse
click(name, role=None)        the mouse on its middle
focus(name, role=None)        the keyboard on it
set_text(name, text)          replaces a field's text by accessibility
type_text(text)               types letters into what has the focus
type_keys("Tab", "ctrl+a")    presses keys (xdotool's names)
text_of(name)                 a field's text
states(control)               its states, as lower-case words: "checked", "selected" …
dump()                        prints the tree
shot(path)                    a picture of the screen; a relative path lands in $OUT
window_size()                 (width, height) of the program's window in pixels
window_titles()               the titles of all windows
pause(seconds)                lets the program breathe
program                       the process (subprocess.Popen); restart() starts it again
"""

import os
import re
import subprocess
import sys
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

OUT = os.environ["OUT"]
ROLES = {
    "button": {"push button", "button"},
    "text": {"text", "entry", "password text"},
    "radio": {"radio button"},
    "check": {"check box"},
    "tab": {"page tab"},
    "row": {"table row"},
    "link": {"link"},
    "list": {"combo box", "list box"},
    "label": {"label", "static"},
    "heading": {"heading"},
    "dialog": {"dialog"},
}
program = None
arguments = []


def sh(*words, check=True):
    done = subprocess.run(words, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()


def root():
    """The program's own node; other programs (openbox, zenity) are left out by process."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        try:
            if child is not None and child.get_process_id() == program.pid:
                return child
        except Exception:
            continue
    return None


def walk_tree(node, depth=0):
    yield node, depth
    try:
        count = node.get_child_count()
    except Exception:
        return
    for number in range(count):
        try:
            child = node.get_child_at_index(number)
        except Exception:
            continue
        if child is not None:
            yield from walk_tree(child, depth + 1)


def fits(node, role, name):
    try:
        if role is not None:
            own = node.get_role_name()
            if own != role and own not in ROLES.get(role, ()):
                return False
        if name is None:
            return True
        own = node.get_name() or ""
        return bool(name.search(own)) if isinstance(name, re.Pattern) else own == name
    except Exception:
        return False


def find_all(role=None, name=None):
    top = root()
    return [] if top is None else [n for n, _ in walk_tree(top) if fits(n, role, name)]


def find(role=None, name=None, timeout=5.0):
    end = time.time() + timeout
    while True:
        found = find_all(role, name)
        if found:
            return found[0]
        if program.poll() is not None:
            raise RuntimeError(f"the program has ended with {program.returncode}")
        if time.time() > end:
            raise RuntimeError(f"no {role or 'control'} named {name!r} in {timeout} s")
        time.sleep(0.1)


def gone(role=None, name=None, timeout=5.0):
    end = time.time() + timeout
    while find_all(role, name):
        if time.time() > end:
            raise RuntimeError(f"{role or 'control'} {name!r} is still there after {timeout} s")
        time.sleep(0.1)


def actor(name, role):
    """The control of that name that can do something: a label may share its name."""
    find(role, name)
    for node in find_all(role, name):
        try:
            if node.get_n_actions() > 0:
                return node
        except Exception:
            continue
    raise RuntimeError(f"{role or 'control'} {name!r} cannot be pressed")


def press(name, role=None):
    node = actor(name, role)
    if "enabled" not in states(node):
        raise RuntimeError(f"{name!r} is disabled")
    for number in range(node.get_n_actions()):
        if Atspi.Action.get_action_name(node, number) == "click":
            node.do_action(number)
            break
    else:
        node.do_action(0)
    time.sleep(0.3)


def click(name, role=None):
    box = find(role, name).get_extents(Atspi.CoordType.SCREEN)
    x, y = box.x + box.width // 2, box.y + box.height // 2
    sh("xdotool", "mousemove", str(x), str(y), "click", "1")
    time.sleep(0.3)


def focus(name, role=None):
    find(role, name).grab_focus()
    time.sleep(0.3)


def field(name):
    find("text", name)
    return find_all("text", name)[0]


def set_text(name, text):
    field(name).set_text_contents(text)
    time.sleep(0.3)


def text_of(name):
    node = field(name)
    return node.get_text(0, node.get_character_count())


def type_text(text):
    sh("xdotool", "type", "--delay", "20", text)
    time.sleep(0.3)


def type_keys(*keys):
    for key in keys:
        sh("xdotool", "key", key)
        time.sleep(0.08)
    time.sleep(0.2)


def states(node):
    return {state.value_nick for state in node.get_state_set().get_states()}


def tree():
    lines = []
    top = root()
    if top is None:
        return "(the program is not in the accessibility tree)"
    shown = {"checked", "selected", "focused", "pressed"}
    for node, depth in walk_tree(top):
        try:
            role, name = node.get_role_name(), node.get_name() or ""
            marks = sorted(states(node) & shown)
            if "enabled" not in states(node):
                marks.append("disabled")
        except Exception:
            continue
        if name or role not in {"panel", "filler", "unknown"}:
            lines.append("  " * depth + f"{role} {name!r} {' '.join(marks)}".rstrip())
    return "\n".join(lines)


def dump():
    print(tree(), flush=True)


def shot(path):
    time.sleep(0.4)
    sh("import", "-window", "root", os.path.join(OUT, path))


def windows():
    ids = sh("xdotool", "search", "--onlyvisible", "--name", ".*", check=False).split()
    return [number for number in ids if sh("xdotool", "getwindowname", number, check=False)]


def window_titles():
    return [sh("xdotool", "getwindowname", number, check=False) for number in windows()]


def own_window():
    ids = sh("xdotool", "search", "--onlyvisible", "--pid", str(program.pid), check=False).split()
    return ids[0] if ids else None


def window_size():
    number = own_window()
    if number is None:
        raise RuntimeError("the program has no window")
    text = sh("xdotool", "getwindowgeometry", "--shell", number)
    values = dict(line.split("=") for line in text.splitlines())
    return int(values["WIDTH"]), int(values["HEIGHT"])


def pause(seconds):
    time.sleep(seconds)


def start():
    global program
    log = open(os.path.join(OUT, "log.txt"), "a")
    more = dict(word.split("=", 1) for word in os.environ.get("WALK_ENV", "").split() if "=" in word)
    program = subprocess.Popen(arguments, stdout=log, stderr=log, env={**os.environ, **more})
    end = time.time() + 20
    while own_window() is None or root() is None:
        if program.poll() is not None:
            raise RuntimeError(f"the program ended at once with {program.returncode}, see log.txt")
        if time.time() > end:
            raise RuntimeError("no window in 20 s")
        time.sleep(0.1)
    # The window fills the screen, as most registrars have it.
    number = own_window()
    width, height = os.environ["SCREEN_SIZE"].split("x")
    sh("xdotool", "windowmove", number, "0", "0", check=False)
    sh("xdotool", "windowsize", number, width, height, check=False)
    sh("xdotool", "windowfocus", number, check=False)
    time.sleep(0.6)


def stop():
    if program is not None and program.poll() is None:
        program.terminate()
        try:
            program.wait(5)
        except subprocess.TimeoutExpired:
            program.kill()


def restart():
    stop()
    start()


def prepare():
    """A window manager without decorations, and accessibility switched on."""
    config = os.path.join(os.environ["XDG_RUNTIME_DIR"], "openbox.xml")
    with open(config, "w") as file:
        file.write(
            '<openbox_config xmlns="http://openbox.org/3.4/rc">'
            "<theme><keepBorder>no</keepBorder></theme><applications>"
            '<application class="*" type="normal"><decor>no</decor></application>'
            "</applications></openbox_config>"
        )
    manager = subprocess.Popen(
        ["openbox", "--config-file", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    words = "gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus --method "
    words += "org.freedesktop.DBus.Properties.Set org.a11y.Status IsEnabled"
    sh(*words.split(), "<true>")
    time.sleep(0.3)
    return manager


def main():
    global arguments
    walk = sys.argv[1]
    arguments = sys.argv[2:]
    manager = prepare()
    failed = False
    try:
        start()
        with open(walk) as file:
            code = compile(file.read(), walk, "exec")
        exec(code, globals())
        print("walk: passed", flush=True)
    except BaseException:
        failed = True
        traceback.print_exc()
        try:
            shot("failed.png")
            with open(os.path.join(OUT, "failed.txt"), "w") as file:
                file.write(tree())
        except Exception as problem:
            print("no picture:", problem)
        print(f"walk: failed, see {OUT}", flush=True)
    finally:
        stop()
        manager.terminate()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

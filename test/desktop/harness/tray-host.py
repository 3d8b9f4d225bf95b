"""A desktop's tray on the session bus: keeps the icons that programs register, and operates the last of them.

usage: /usr/bin/python3 tray-host.py [--without-host]

--without-host: it keeps icons, and says that nobody shows them, as GNOME does without an extension.

Prints {"ready": true}, then answers each line of standard input with one line of JSON:
  look            the icon as it is now, or null
  click LABEL     chooses the entry of its menu with that label
  press           a left click on the icon
"""

import hashlib
import json
import sys
import time

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

NAME = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
TIMEOUT = 5


class Watcher(dbus.service.Object):
    def __init__(self, bus, shows_icons):
        super().__init__(dbus.service.BusName(NAME, bus), "/StatusNotifierWatcher")
        self.bus = bus
        self.shows_icons = shows_icons
        self.places = []
        bus.add_signal_receiver(self._owner_changed, "NameOwnerChanged", "org.freedesktop.DBus")

    @dbus.service.method(NAME, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        # A program gives its name on the bus, or the path of its object.
        place = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
        if place not in self.places:
            self.places.append(place)
            self.StatusNotifierItemRegistered("".join(place))

    @dbus.service.signal(NAME, signature="s")
    def StatusNotifierItemRegistered(self, place):
        pass

    @dbus.service.signal(NAME, signature="s")
    def StatusNotifierItemUnregistered(self, place):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(self.shows_icons),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array(["".join(p) for p in self.places], signature="s"),
        }

    def _owner_changed(self, name, _old, new):
        if new == "":
            for place in [p for p in self.places if p[0] == name]:
                self.forget(place)

    def forget(self, place):
        self.places.remove(place)
        self.StatusNotifierItemUnregistered("".join(place))

    def item(self):
        """The icon that was registered last and is still there; a program may take one away and keep its name."""
        for place in reversed(list(self.places)):
            found = self.bus.get_object(*place, introspect=False)
            try:
                found.Get(ITEM, "Id", dbus_interface=PROPERTIES, timeout=TIMEOUT)
                return found
            except dbus.DBusException:
                self.forget(place)
        return None


def value(item, name, otherwise):
    try:
        return item.Get(ITEM, name, dbus_interface=PROPERTIES, timeout=TIMEOUT)
    except dbus.DBusException:
        return otherwise  # Electron leaves some out.


def menu_of(bus, item):
    return bus.get_object(item.bus_name, str(value(item, "Menu", "/")), introspect=False)


def entries(menu):
    _revision, root = menu.GetLayout(
        dbus.Int32(0), dbus.Int32(-1), dbus.Array([], signature="s"), dbus_interface=MENU, timeout=TIMEOUT
    )
    found = []

    def walk(node, depth):
        number, properties, children = node
        if depth > 0:
            # A single underscore marks an access key.
            label = str(properties.get("label", "")).replace("_", "")
            separator = properties.get("type") == "separator"
            enabled = bool(properties.get("enabled", True))
            found.append((int(number), {"label": label, "enabled": enabled, "separator": separator, "depth": depth}))
        for child in children:
            walk(child, depth + 1)

    walk(root, 0)
    return found


def look(bus, watcher):
    item = watcher.item()
    if item is None:
        return None
    pictures = value(item, "IconPixmap", [])
    tooltip = value(item, "ToolTip", None)
    return {
        "tooltip": "" if tooltip is None else str(tooltip[2]),
        "icons": [
            {"width": int(width), "hash": hashlib.sha256(bytes(data)).hexdigest()} for width, _, data in pictures
        ],
        "menu": [entry for _, entry in entries(menu_of(bus, item))],
    }


def click(bus, watcher, label):
    item = watcher.item()
    if item is None:
        return {"error": "no icon is registered"}
    menu = menu_of(bus, item)
    for number, entry in entries(menu):
        if entry["label"] == label and entry["enabled"]:
            menu.Event(
                dbus.Int32(number),
                "clicked",
                dbus.Int32(0, variant_level=1),
                dbus.UInt32(int(time.time())),
                dbus_interface=MENU,
                timeout=TIMEOUT,
            )
            return {"clicked": label}
    return {"error": f"no entry {label} can be chosen"}


def press(watcher):
    item = watcher.item()
    if item is None:
        return {"error": "no icon is registered"}
    item.Activate(dbus.Int32(0), dbus.Int32(0), dbus_interface=ITEM, timeout=TIMEOUT)
    return {"pressed": True}


def answer(bus, watcher, line):
    order, _, rest = line.strip().partition(" ")
    try:
        if order == "look":
            return look(bus, watcher)
        if order == "click":
            return click(bus, watcher, rest)
        if order == "press":
            return press(watcher)
        return {"error": f"unknown order {order}"}
    except dbus.DBusException as error:
        return {"error": str(error)}


def say(message):
    print(json.dumps(message), flush=True)


def main():
    DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    watcher = Watcher(bus, "--without-host" not in sys.argv[1:])
    loop = GLib.MainLoop()

    def heard(_source, _condition):
        line = sys.stdin.readline()
        if line == "":
            loop.quit()
            return False
        say(answer(bus, watcher, line))
        return True

    GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, heard)
    say({"ready": True})
    loop.run()


main()

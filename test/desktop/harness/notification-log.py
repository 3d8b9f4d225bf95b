"""Prints what programs on the session bus ask the notification server for, one JSON object a line.

usage: /usr/bin/python3 notification-log.py

Prints {"ready": true}, then {"call": "Notify", …} and {"call": "CloseNotification", …} as they pass by.
"""

import json

import dbus
from dbus.lowlevel import MethodCallMessage
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

SERVER = "org.freedesktop.Notifications"


def say(message):
    print(json.dumps(message), flush=True)


def passed(_bus, message):
    if not isinstance(message, MethodCallMessage) or message.get_interface() != SERVER:
        return
    arguments = message.get_args_list()
    if message.get_member() == "CloseNotification":
        say({"call": "CloseNotification", "id": int(arguments[0])})
    elif message.get_member() == "Notify":
        app, _replaces, _icon, title, body, actions, hints, timeout = arguments
        say(
            {
                "call": "Notify",
                "app": str(app),
                "title": str(title),
                "body": str(body),
                "actions": [str(action) for action in actions],
                "urgency": int(hints.get("urgency", 1)),
                "entry": str(hints.get("desktop-entry", "")),
                "timeout": int(timeout),
            }
        )


DBusGMainLoop(set_as_default=True)
bus = dbus.SessionBus()
bus.add_message_filter(passed)
monitoring = dbus.Interface(
    bus.get_object("org.freedesktop.DBus", "/org/freedesktop/DBus"), "org.freedesktop.DBus.Monitoring"
)
rule = f"type='method_call',interface='{SERVER}'"
monitoring.BecomeMonitor(dbus.Array([rule], signature="s"), dbus.UInt32(0))
say({"ready": True})
GLib.MainLoop().run()

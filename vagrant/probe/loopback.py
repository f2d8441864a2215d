# SPDX-License-Identifier: Apache-2.0
# Opens connections to itself over the loopback interface: a helper of the probe, see README.md. One process holds both ends,
# because connect() returns as soon as the connection is in the listen backlog.
#
#   python loopback.py WAIT_PORT HOLD_PORT FAMILIES
#
# FAMILIES is 4 or 46. Works with Python 2.6 to 3.x.
import socket
import sys
import time

PATIENCE = 10.0
KINDS = {"4": (socket.AF_INET, "127.0.0.1"), "6": (getattr(socket, "AF_INET6", None), "::1")}
now = getattr(time, "monotonic", time.time)
servers = {}
held = []


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def listen(family, port):
    server = socket.socket(KINDS[family][0])
    server.settimeout(PATIENCE)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((KINDS[family][1], port))
    server.listen(5)
    servers[family, port] = server


def both_ends(family, port):
    client = socket.socket(KINDS[family][0])
    client.settimeout(PATIENCE)
    client.connect((KINDS[family][1], port))
    while True:
        server, address = servers[family, port].accept()
        if address == client.getsockname():
            server.settimeout(PATIENCE)
            return client, server
        server.close()  # Another process uses the port.


# The client closes first, so its socket enters TIME_WAIT. Each socket has its own port.
def wait(family, port):
    client, server = both_ends(family, port)
    client.shutdown(socket.SHUT_WR)
    server.recv(1)
    server.close()
    client.recv(1)
    client.close()


# The client closes completely, and the server keeps its end open. This leaves an orphaned FIN_WAIT2 socket.
def hold(family, port):
    client, server = both_ends(family, port)
    held.append(server)
    client.close()


# Constant rate: compensates for delays.
def load(rate, seconds, families, ports):
    start = now()
    made = 0
    told = 0
    while True:
        age = now() - start
        if age >= seconds:
            break
        if age >= told + 1:
            told = int(age)
            say("made %d" % made)
        ahead = made / float(rate) - age
        if ahead > 0:
            time.sleep(max(0.0005, min(ahead, told + 1 - age)))
        else:
            wait(families[made % len(families)], ports[made // len(families) % len(ports)])
            made += 1
    say("done %d" % made)


def obey(words):
    if words[0] == "wait":
        wait(words[1], int(sys.argv[1]))
        say("ok")
    elif words[0] == "hold":
        hold(words[1], int(sys.argv[2]))
        say("ok")
    elif words[0] == "load":
        families = words[3]
        ports = range(int(words[4]), int(words[4]) + int(words[5]))
        for family in families:
            for port in ports:
                listen(family, port)
        load(int(words[1]), int(words[2]), families, ports)


try:
    for each in sys.argv[3]:
        listen(each, int(sys.argv[1]))
        listen(each, int(sys.argv[2]))
    say("ready")
except Exception:
    say("failed %s" % (sys.exc_info()[1],))
    sys.exit(1)
while True:
    line = sys.stdin.readline()
    if not line:
        break
    try:
        obey(line.split())
    except Exception:
        say("failed %s" % (sys.exc_info()[1],))

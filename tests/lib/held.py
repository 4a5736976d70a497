"""held.py ADDRESS PORT COMMAND...: holds a listening socket, as systemd does, over restarts of the program that answers on it.

Each line on stdin starts COMMAND once with the socket as descriptor 3 (LISTEN_PID, LISTEN_FDS). Says "pid N" when it has, and
"ended N STATUS" when that one has ended (minus the signal when one ended it). Ends with stdin.
"""

import os
import socket
import sys
import threading

held = socket.socket()
held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
held.bind((sys.argv[1], int(sys.argv[2])))
held.listen(1024)


def say(text):
    os.write(1, (text + "\n").encode())


def start():
    pid = os.fork()
    if pid == 0:
        os.dup2(held.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
        os.execv(sys.argv[3], sys.argv[3:])
    say(f"pid {pid}")
    threading.Thread(target=lambda: say(f"ended {pid} {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")).start()


for line in sys.stdin:
    start()

"""without.py: without.py CALL,CALL… COMMAND…: runs a command on a machine whose kernel lacks these calls (ENOSYS)."""
import ctypes
import os
import sys

ALLOW, ENOSYS = 0x7FFF0000, 0x00050000 | 38
lib = ctypes.CDLL("libseccomp.so.2")
lib.seccomp_init.restype = ctypes.c_void_p
lib.seccomp_rule_add.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint]
lib.seccomp_load.argtypes = [ctypes.c_void_p]
f = lib.seccomp_init(ALLOW)
for name in sys.argv[1].split(","):
    number = lib.seccomp_syscall_resolve_name(name.encode())
    assert number >= 0 and lib.seccomp_rule_add(f, ENOSYS, number, 0) == 0, name
assert lib.seccomp_load(f) == 0
os.execvp(sys.argv[2], sys.argv[2:])

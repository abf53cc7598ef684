"""Limits that the decoding process puts on itself before it looks at a byte of the file.

A decoder that is taken over can still compute, within its memory and its time, and write an answer
that the parent believes only where it is well formed. It cannot open a file or a socket, start a
program or a process, or signal one; threads are allowed, since a decoder needs them.
"""

import ctypes
import errno
import os
import resource
import signal
import struct

from vigie.evidence.decoding.bounds import ANSWER_BYTES, MEMORY_BYTES

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
RET_ALLOW = 0x7FFF0000
RET_KILL = 0x80000000
RET_REFUSE = 0x00050000 | errno.EPERM
RET_UNKNOWN = 0x00050000 | errno.ENOSYS
LOAD, JUMP_IF_EQUAL, JUMP_IF_SET, RETURN = 0x20, 0x15, 0x45, 0x06
AT_CALL, AT_ARCHITECTURE, AT_FIRST_ARGUMENT = 0, 4, 16
CLONE, CLONE_THREAD, CLONE3 = (56, 220), 0x00010000, 435

# Numbers of the system calls that computing, allocating, reading and writing need: on x86-64, then
# on AArch64. Everything else is answered "not permitted".
CALLS = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "nanosleep": (35, 101),
    "getpid": (39, 172),
    "exit": (60, 93),
    "getrusage": (98, 165),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "newfstatat": (262, 79),
    "set_robust_list": (273, 99),
    "getrandom": (318, 278),
    "rseq": (334, 293),
}
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def hold_down(cpu_seconds: int) -> None:
    """Bounds memory, time and what may be written, before anything is imported."""
    _at_most(resource.RLIMIT_AS, MEMORY_BYTES)
    _at_most(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    _at_most(resource.RLIMIT_FSIZE, ANSWER_BYTES)
    _at_most(resource.RLIMIT_CORE, 0)


def shut_in() -> bool:
    """Closes every door, once all is imported; says whether the kernel filters system calls."""
    _at_most(resource.RLIMIT_NOFILE, 3)
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
    prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), 0, 0, 0)
    code = filter_program(os.uname().machine)
    if code is None:
        return False
    program = _Program(len(code) // 8, code)
    answer: int = prctl(
        PR_SET_SECCOMP, ctypes.c_ulong(SECCOMP_MODE_FILTER), ctypes.byref(program), 0, 0
    )
    return answer == 0


def filter_program(machine: str) -> bytes | None:
    """The filter of system calls for a machine, as the kernel takes it; None of one unknown."""
    if machine not in ARCHITECTURES:
        return None
    column, architecture = ARCHITECTURES[machine]
    numbers = [each[column] for each in CALLS.values()]
    lines = [
        (LOAD, 0, 0, AT_ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, RET_KILL),
        (LOAD, 0, 0, AT_CALL),
        *((JUMP_IF_EQUAL, len(numbers) - n + 5, 0, call) for n, call in enumerate(numbers)),
        (JUMP_IF_EQUAL, 3, 0, CLONE3),
        (JUMP_IF_EQUAL, 0, 3, CLONE[column]),
        (LOAD, 0, 0, AT_FIRST_ARGUMENT),
        (JUMP_IF_SET, 2, 1, CLONE_THREAD),
        (RETURN, 0, 0, RET_UNKNOWN),
        (RETURN, 0, 0, RET_REFUSE),
        (RETURN, 0, 0, RET_ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _at_most(what: int, soft: int, hard: int | None = None) -> None:
    """Lowers a limit; one that is lower already stays."""
    _, ceiling = resource.getrlimit(what)
    wanted = soft if hard is None else hard
    least = wanted if ceiling == resource.RLIM_INFINITY else min(wanted, ceiling)
    resource.setrlimit(what, (min(soft, least), least))

"""What decodes can compute and answer, and do nothing else."""

import platform
import struct
import subprocess
import sys

import pytest

from vigie.evidence.decoding.limits import ARCHITECTURES, CALLS, filter_program

SHUT = (
    "import os, sys, socket, threading; sys.path += sys.argv[1:]\n"
    "from vigie.evidence.decoding.limits import hold_down, shut_in\n"
    "hold_down(5)\n"
    "assert shut_in()\n"
)

FORBIDDEN = {
    "read a file": "os.open('/etc/hostname', os.O_RDONLY)",
    "write a file": "os.open('written', os.O_WRONLY | os.O_CREAT)",
    "open a socket": "socket.socket()",
    "start a process": "os.fork()",
    "start a program": "os.execv('/bin/true', ['true'])",
    "signal a process": "os.kill(os.getppid(), 0)",
    "raise its own limits": "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))",
    "read where a link leads": "os.readlink('/proc/self/exe')",
}


def shut_in(statement: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", SHUT + statement, *sys.path],
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(platform.machine() not in ARCHITECTURES, reason="no filter for this machine")
@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_decoder_that_is_taken_over_cannot(statement: str) -> None:
    ended = shut_in(statement)

    assert ended.returncode == 1
    assert b"Error" in ended.stderr
    assert b"Operation not permitted" in ended.stderr or b"not allowed" in ended.stderr


@pytest.mark.skipif(platform.machine() not in ARCHITECTURES, reason="no filter for this machine")
def test_a_thread_of_its_own_and_an_answer_are_allowed() -> None:
    ended = shut_in("threading.Thread(target=lambda: os.write(1, b'done')).start()")

    assert (ended.returncode, ended.stdout) == (0, b"done")


def test_memory_is_bounded() -> None:
    ended = shut_in("bytearray(2_000_000_000)")

    assert b"MemoryError" in ended.stderr


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_every_jump_of_the_filter_lands_in_it(machine: str) -> None:
    code = filter_program(machine)

    assert code is not None
    lines = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    assert len(lines) == len(CALLS) + 11
    jumps = [(n, max(yes, no)) for n, (_, yes, no, _) in enumerate(lines[:-3])]
    assert all(n + 1 + far < len(lines) for n, far in jumps)


def test_a_machine_that_is_not_known_has_no_filter() -> None:
    assert filter_program("pdp11") is None

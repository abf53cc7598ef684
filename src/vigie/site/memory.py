"""What is opened in the memory of a process stays there: no core file, no tracing."""

import ctypes
import resource
import sys

PR_SET_DUMPABLE = 4


def keep_memory_private() -> None:
    """No core file when this process or a child crashes; on Linux, no tracing by its account."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)

# ruff: noqa: ANN401 - it wraps any function of any module
"""Ends or stops a process at a named point, once this folder is on its PYTHONPATH.

CRASH_AT   "module:name:before" or "module:name:after": the call of that function at which it ends
CRASH_HOW  "kill" (its whole group, by SIGKILL; as given) or "stop" (itself, by SIGSTOP, once)

Nothing of the product knows of it: the function is wrapped when its module has been imported.
"""

import functools
import importlib.abc
import importlib.machinery
import os
import signal
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

MODULE, _, REST = os.environ.get("CRASH_AT", "").partition(":")
NAME, _, WHEN = REST.partition(":")


def crash() -> None:
    """The end, with no chance to tidy up; or a long sleep."""
    if os.environ.get("CRASH_HOW") == "stop":
        os.environ["CRASH_HOW"] = "done"
        os.kill(os.getpid(), signal.SIGSTOP)
    elif os.environ.get("CRASH_HOW") != "done":
        os.killpg(0, signal.SIGKILL)


def crashing(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with the crash before or after it."""

    @functools.wraps(function)
    def wrapped(*given: Any, **named: Any) -> Any:
        if WHEN == "before":
            crash()
        result = function(*given, **named)
        if WHEN == "after":
            crash()
        return result

    return wrapped


def wrap(module: ModuleType) -> None:
    """Puts the crash at its place in a module."""
    owner: Any = module
    *outer, name = NAME.split(".")
    for each in outer:
        owner = getattr(owner, each)
    setattr(owner, name, crashing(getattr(owner, name)))


class Loader(importlib.abc.Loader):
    """Loads a module as ever, then wraps the function in it."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """As ever."""
        return self.real.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        """As ever, and then the crash."""
        self.real.exec_module(module)
        wrap(module)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the one module."""

    def find_spec(self, name: str, path: Any, _target: Any = None) -> Any:
        """Its specification, with our loader."""
        if name != MODULE:
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)
        if found is not None:
            found.loader = Loader(found.loader)
        return found


if MODULE in sys.modules:
    wrap(sys.modules[MODULE])
elif MODULE:
    sys.meta_path.insert(0, Finder())

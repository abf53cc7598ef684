"""The one plugin mechanism: one file in a kind's package, one decorator, one samples folder."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from threading import RLock
from typing import Any, Generic, Protocol, TypeVar

from vigie.kernel.errors import Misconfigured


class Plugin(Protocol):
    """What every plugin has: a name; its class docstring or module docstring explains it."""

    name: str


P = TypeVar("P", bound=Plugin)


@dataclass(frozen=True, slots=True)
class Sample:
    """One folder or file under `tests/samples/` and what reading it must give."""

    path: str
    expect: Mapping[str, Any]


class Registry(Generic[P]):
    """The plugins of one kind, found in `package` and in entry points of the same dotted name."""

    def __init__(self, package: str) -> None:
        self.package = package
        self._plugins: dict[str, P] = {}
        self._loaded = False
        self._lock = RLock()

    def register(self, plugin: type[P]) -> type[P]:
        """Class decorator: makes one instance and files it under its name."""
        made = plugin()
        if made.name in self._plugins:
            raise Misconfigured(f"Two plugins of {self.package} are called {made.name!r}.")
        self._plugins[made.name] = made
        return plugin

    def all(self) -> Mapping[str, P]:
        """Every plugin by name, sorted; modules are imported on the first call."""
        with self._lock:
            if not self._loaded:
                self._import_all()
                self._loaded = True
        return dict(sorted(self._plugins.items()))

    def get(self, name: str) -> P:
        """The plugin of that name; KeyError when there is none."""
        return self.all()[name]

    def _import_all(self) -> None:
        package = importlib.import_module(self.package)
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{self.package}.{module.name}")
        for entry in entry_points(group=self.package):
            entry.load()


def explain(plugin: object) -> str:
    """A plugin's public explanation: the first sentence of its docstring or its module's."""
    module = importlib.import_module(type(plugin).__module__)
    text = (type(plugin).__doc__ or module.__doc__ or "").strip()
    return text.split("\n\n", 1)[0].replace("\n", " ")

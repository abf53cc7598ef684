"""Wizz: no public page; only what a witness writes."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class Wizz(Handles):
    """Names Wizz accounts as the witness wrote them; weak, so ask for another account too."""

    name = "wizz"
    samples = (Sample("handles/wizz.toml", {"cases": 5}),)
    called = (r"wizz",)
    handle_form = r"[a-z0-9_.\-]{2,30}"

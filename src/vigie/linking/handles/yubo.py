"""Yubo: no public page; only what a witness writes."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class Yubo(Handles):
    """Names Yubo accounts as the witness wrote them; weak, so ask for another account too."""

    name = "yubo"
    samples = (Sample("handles/yubo.toml", {"cases": 6}),)
    called = (r"yubo",)
    handle_form = r"[a-z0-9_.\-]{2,30}"

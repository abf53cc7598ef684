"""Signal: an account is a telephone number or a name with digits."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class Signal(Handles):
    """Names Signal accounts by their number, or by a name that ends with two digits or more."""

    name = "signal"
    samples = (Sample("handles/signal.toml", {"cases": 4}),)
    called = (r"signal",)
    hosts = ("signal.me", "signal.group")
    schemes = ("sgnl",)
    handle_form = r"[a-z_][a-z0-9_]{2,31}\.\d{2,9}"
    forms = (("phone", r"\+\d{7,15}"),)
    routes = (
        ("phone", "signal.me#p/{phone}"),
        ("group", "signal.group#{invite}"),
        ("shortener", "signal.me#eu/{code}"),
    )
    phones = True

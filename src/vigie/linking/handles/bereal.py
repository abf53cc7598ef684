"""BeReal: one short link per name."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class BeReal(Handles):
    """Names BeReal accounts."""

    name = "bereal"
    samples = (Sample("handles/bereal.toml", {"cases": 6}),)
    called = (r"be[ -]?real", r"br(?=\s*[:=])")
    hosts = ("bere.al", "bereal.com")
    schemes = ("bereal",)
    handle_form = r"[a-z0-9_.]{3,30}"
    reserved = frozenset({"about", "careers", "download", "help", "privacy", "terms"})
    routes = (
        ("profile", "bere.al/@{handle}"),
        ("profile", "bere.al/{handle}"),
        ("profile", "/add/{handle}"),
    )
    page = "https://bere.al/{handle}"

"""WhatsApp: an account is a telephone number; invitations name a group."""

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles


@handles.register
class WhatsApp(Handles):
    """Names WhatsApp accounts by their number; numbers are handed on, so the date matters."""

    name = "whatsapp"
    samples = (Sample("handles/whatsapp.toml", {"cases": 19}),)
    called = (r"wh?at'?s?[ -]?app+", r"wsp", r"wa(?=\s*[:=])", r"whats(?=\s*[:=])")
    hosts = ("whatsapp.com", "wa.me")
    schemes = ("whatsapp",)
    handle_form = r"(?!)"
    forms = (("phone", r"\+?[ ]?\d[\d \-]{5,20}"),)
    routes = (
        ("shortener", "wa.me/message/{code}"),
        ("shortener", "wa.me/qr/{code}"),
        ("phone", "wa.me/{phone}"),
        ("phone", "wa.me/c/{phone}"),
        ("phone", "/send?phone={phone}"),
        ("group", "chat.whatsapp.com/{invite}"),
        ("group", "chat.whatsapp.com/invite/{invite}"),
        ("group", "/channel/{invite}/**"),
        ("group", "/chat?code={invite}"),
    )
    phones = True

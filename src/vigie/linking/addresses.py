"""Addresses: where the public page of an account is."""

from vigie.kernel.accounts import Account
from vigie.linking.handles import handles


def profile_url(account: Account) -> str | None:
    """The public page of an account, for notices; None where the platform has none."""
    plugin = handles.all().get(account.platform or "")
    if plugin is None or account.kind not in ("profile", "content"):
        return None
    if plugin.page and account.handle:
        return plugin.page.format(handle=account.handle)
    if plugin.uid_page and account.uid:
        return plugin.uid_page.format(uid=account.uid)
    return None

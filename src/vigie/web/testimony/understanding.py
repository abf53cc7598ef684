"""The accounts a witness named, as they were understood, to be shown back in plain words."""

from vigie.flows import witness
from vigie.kernel.accounts import Account
from vigie.kernel.answers import Answers
from vigie.web.testimony.words import platform_name


def understood(answers: Answers) -> tuple[dict[str, str], ...]:
    """Each account written: its platform's name, its handle, and the words themselves."""
    written = [(answers.account, answers.account_platform or None)]
    written += [(line, None) for line in answers.other_accounts.splitlines()]
    return tuple(
        _shown(witness.understand_account(text, hint)) for text, hint in written if text.strip()
    )


def platform_wanted(answers: Answers) -> str:
    """The name of the app in question, or an empty text."""
    if not answers.account:
        return platform_name(answers.account_platform)
    account = witness.understand_account(answers.account, answers.account_platform or None)
    return platform_name(account.platform or answers.account_platform)


def _shown(account: Account) -> dict[str, str]:
    known = account.kind in ("profile", "content", "group")
    return {
        "platform": platform_name(account.platform),
        "handle": (account.handle or account.uid or "") if known else "",
        "at": "@" if known and account.handle else "",
        "text": account.text.strip(),
    }

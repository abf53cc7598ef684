"""The names people use for platforms; they are names and are not translated."""

from collections.abc import Mapping
from typing import Final

MESSENGERS: Final[Mapping[str, str]] = {
    "tiktok": "TikTok",
    "instagram": "Instagram",
    "snapchat": "Snapchat",
    "whatsapp": "WhatsApp",
    "messenger": "Messenger",
    "x": "X",
    "discord": "Discord",
    "telegram": "Telegram",
    "matrix": "Matrix",
    "sms": "SMS",
}
"""Where one talks in private: what a conversation can come from."""

NAMES: Final[Mapping[str, str]] = {
    **MESSENGERS,
    "facebook": "Facebook",
    "youtube": "YouTube",
    "twitch": "Twitch",
    "roblox": "Roblox",
    "threads": "Threads",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "kick": "Kick",
    "bereal": "BeReal",
    "yubo": "Yubo",
    "wizz": "Wizz",
    "signal": "Signal",
    "linktree": "Linktree",
}
"""Every platform on which an account can be named."""

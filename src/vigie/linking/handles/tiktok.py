"""TikTok: "@name", videos, photos and lives; short links name nobody."""

from datetime import datetime

from vigie.kernel.registry import Sample
from vigie.linking.handles import Handles, handles
from vigie.linking.written import time_of


@handles.register
class TikTok(Handles):
    """Names TikTok accounts, and dates their videos from the number of the video."""

    name = "tiktok"
    samples = (Sample("handles/tiktok.toml", {"cases": 32}),)
    called = (r"tik[ -]?tok(?:e|eur|euse)?", r"tt", r"musical\.ly")
    hosts = ("tiktok.com", "tiktokv.com", "tiktokv.eu", "musical.ly")
    schemes = ("tiktok", "musically", "snssdk1128", "snssdk1180", "snssdk1233")
    handle_form = r"(?!\d+$)[\w.]{1,23}\w"
    forms = (
        ("post", r"\d{6,20}"),
        ("uid", r"\d{5,20}"),
    )
    reserved = frozenset({"tiktok.com"})
    routes = (
        ("shortener", "vm.tiktok.com/{code}/**"),
        ("shortener", "vt.tiktok.com/{code}/**"),
        ("shortener", "/t/{code}"),
        ("content", "/@{handle}/video/{post}/**"),
        ("content", "/@{handle}/photo/{post}/**"),
        ("content", "/@{handle}/live/**"),
        ("content", "/@/video/{post}"),
        ("content", "/@/photo/{post}"),
        ("profile", "/@{handle}/**"),
        ("content", "/share/video/{post}"),
        ("content", "/share/item/{post}"),
        ("profile", "/share/user/{uid}"),
        ("profile", "/h5/share/usr/{uid}.html"),
        ("content", "/v/{post}.html"),
        ("content", "/v/{post}"),
        ("content", "/i18n/share/video/{post}"),
        ("content", "/embed/{post}"),
        ("content", "/embed/v2/{post}"),
        ("content", "/embed/v3/{post}"),
        ("content", "/player/v1/{post}"),
        ("content", "/aweme/detail/{post}"),
        ("content", "/video/{post}"),
        ("profile", "/user/profile/{uid}/**"),
        ("profile", "/user/@{handle}"),
        ("profile", "/embed/@{handle}"),
    )
    page = "https://www.tiktok.com/@{handle}"

    def posted_at(self, post_id: str) -> datetime | None:
        """The high 32 bits of a TikTok number are the seconds of its making."""
        return time_of(int(post_id) >> 32)

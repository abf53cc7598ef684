"""The small drawings of bars and bubbles, as SVG strokes of one weight."""

PATHS = {
    "back": "M15 4 7 12l8 8",
    "arrow": "M20 12H5m6-7-7 7 7 7",
    "more": "M12 5.5v.1M12 12v.1M12 18.5v.1",
    "phone": "M6 3h3l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v3q0 3-3 3A15 15 0 0 1 3 6q0-3 3-3z",
    "video": "M3 7h11v10H3zM14 11l6-4v10l-6-4",
    "info": "M12 3a9 9 0 1 0 .01 0zM12 11v6M12 7.5v.1",
    "flag": "M5 21V4h13l-3 4 3 4H5",
    "camera": "M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 10a3.3 3.3 0 1 0 .01 0z",
    "image": "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9v.1",
    "mic": "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
    "smile": "M12 3a9 9 0 1 0 .01 0zM8 14a5 5 0 0 0 8 0M9 9.5v.1M15 9.5v.1",
    "sticker": "M4 4h16v10l-6 6H4zM14 20v-6h6",
    "plus": "M12 4v16M4 12h16",
    "clip": "M19 10l-8 8a4.5 4.5 0 0 1-6-6l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2-2l7-7",
    "thumb": "M8 11l4-8c2 0 3 1 3 3l-1 3h5c1.5 0 2 1 2 2.5l-2 7C19 20 18 21 17 21H8zM3 11h5v10H3z",
    "send": "M4 4l17 8-17 8 3-8zM7 12h14",
    "lock": "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    "ban": "M12 3a9 9 0 1 0 .01 0zM5.6 5.6l12.8 12.8",
    "reply": "M9 6 4 11l5 5M4 11h9a6 6 0 0 1 6 7",
    "missed": "M5 6l7 7 7-7M14 6h5v5",
}


def icon(name: str, size: int = 24) -> str:
    """One drawing; a name that ends in a star stands in a disc of the accent's colour."""
    drawn = (
        f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24">'
        f'<path d="{PATHS[name.rstrip("*")]}"/></svg>'
    )
    return f'<span class="disc">{drawn}</span>' if name.endswith("*") else drawn

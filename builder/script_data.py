"""Data as a script may hold it."""

from __future__ import annotations

import json


def script_data(data: object) -> str:
    """JSON that is JavaScript too: two separators of lines are none in JSON, but were in older JavaScript."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")

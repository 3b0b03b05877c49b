"""Another clock: every Python that has this folder on its path believes it is years later.

What a library written in another language asks the machine itself is not reached.
"""

import datetime
import time
from typing import Any

AHEAD = 5 * 365 * 86400 + 12345  # seconds
_time, _ns, _local, _gm, _text = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime


class _Date(datetime.date):
    @classmethod
    def today(cls) -> "_Date":
        return cls.fromtimestamp(time.time())


class _DateTime(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "_DateTime":
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def today(cls) -> "_DateTime":
        return cls.now()

    @classmethod
    def utcnow(cls) -> "_DateTime":
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)


def _later(seconds: Any) -> Any:
    return time.time() if seconds is None else seconds


time.time = lambda: _time() + AHEAD
time.time_ns = lambda: _ns() + AHEAD * 10**9
time.localtime = lambda seconds=None: _local(_later(seconds))
time.gmtime = lambda seconds=None: _gm(_later(seconds))
time.strftime = lambda form, *moment: _text(form, *(moment or (time.localtime(),)))
datetime.date = _Date  # type: ignore[misc]
datetime.datetime = _DateTime  # type: ignore[misc]

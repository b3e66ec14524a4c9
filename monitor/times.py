"""Times and sizes as people read them."""

from datetime import datetime, timedelta

from monitor.model.settings import format_duration


def stamp(time: datetime) -> str:
    """`2026-03-14 09:26 UTC`."""
    return f"{time:%Y-%m-%d %H:%M} UTC"


def ago(time: datetime | None, now: datetime) -> str:
    """`5m ago`, `in 30s`, `never`: the two largest units at most."""
    if time is None:
        return "never"
    distance = abs(now - time)
    steps = ((timedelta(days=2), timedelta(hours=1)), (timedelta(hours=2), timedelta(minutes=1)))
    step = next((step for least, step in steps if distance >= least), timedelta(seconds=1))
    text = format_duration(distance - distance % step)
    return f"{text} ago" if time <= now else f"in {text}"


def size(count: int) -> str:
    """A number of bytes: `640 B`, `12.3 MiB`."""
    units = ("B", "KiB", "MiB", "GiB")
    power = next((n for n in range(len(units)) if count < 1024 ** (n + 1)), len(units) - 1)
    return f"{count / 1024**power:.1f} {units[power]}" if power else f"{count} B"

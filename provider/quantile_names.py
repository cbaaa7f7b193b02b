"""What the low, the middle and the high case are called.

Law: statistics count what lies below, the petroleum industry what lies above; only names differ, never an order.
"""

from __future__ import annotations

from .settings import Settings
from .text import tr


def quantile_names() -> tuple[str, str, str]:
    """Return the names of what 10, 50 and 90 % of all that may be lie below, as a user has set them."""
    words = Settings.read().quantile_names
    if words == "statistics":
        return tr("P10 (10 % below)"), tr("P50 (median)"), tr("P90 (90 % below)")
    if words == "petroleum":
        return tr("P90 (90 % above)"), tr("P50 (median)"), tr("P10 (10 % above)")
    return tr("Low (10 % below; petroleum P90)"), tr("Median (50 % below)"), tr("High (90 % below; petroleum P10)")

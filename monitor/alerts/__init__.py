"""From alerts to deliveries: who is told along which routes, when, why not, and what is decided again later."""

from monitor.alerts.comparison import Comparison, Pair, compare
from monitor.alerts.hush import hushed
from monitor.alerts.muting import Paced, Quiet
from monitor.alerts.notice import Joining, Notice, Plan
from monitor.alerts.plan import groups, plan
from monitor.alerts.policy import Channels, Group, Lane, Planned, Policy, Standing, Untold
from monitor.alerts.settle import elapse, settle

__all__ = [
    "Channels", "Comparison", "Group", "Joining", "Lane", "Notice", "Paced", "Pair", "Plan", "Planned", "Policy",
    "Quiet", "Standing", "Untold", "compare", "elapse", "groups", "hushed", "plan", "settle",
]  # fmt: skip

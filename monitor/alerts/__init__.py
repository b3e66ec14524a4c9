"""From alerts to deliveries: routes, groups, and the reason for each notification."""

from monitor.alerts.comparison import Comparison, Pair, compare
from monitor.alerts.plan import Channels, Group, Plan, groups, plan

__all__ = ["Channels", "Comparison", "Group", "Pair", "Plan", "compare", "groups", "plan"]

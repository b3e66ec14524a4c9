"""The configuration: one YAML file, read once, frozen; every problem at once, each with its path, line and remedy."""

from monitor.config.load import SHIPPED, Examined, examine, load
from monitor.config.problems import Finding
from monitor.config.receivers import Receiver
from monitor.config.settings import Config, Network, Web

__all__ = ["SHIPPED", "Config", "Examined", "Finding", "Network", "Receiver", "Web", "examine", "load"]

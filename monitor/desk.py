"""What a configuration and the seeds bring to the judging of every article: for the workers and for replay alike."""

from dataclasses import replace

from monitor.config import Config
from monitor.errors import ConfigError
from monitor.pipeline import Desk
from monitor.resources import find_place, load_agencies, load_cues
from monitor.rules import locate


def desk_of(config: Config) -> Desk:
    """The Desk of a configuration; ConfigError where a rule is near a place that nobody knows."""
    if unknown := locate(config.rules, find_place):
        raise ConfigError([f"rules: near: no place is known as {name!r}; give lat and lon instead" for name in unknown])
    return Desk(
        rules=config.rules,
        route=config.route,
        channels={receiver.name: tuple(receiver.channels) for receiver in config.receivers},
        cues=replace(load_cues(), weights=config.sources.weights(config.feeds)),
        agencies=load_agencies(),
        max_age=config.max_age,
        max_ages={feed.name: feed.max_age for feed in config.feeds},
        feeds={feed.name: feed for feed in config.feeds},
        limits={receiver.name: receiver.limit for receiver in config.receivers if receiver.limit is not None},
        silences=tuple(each.silence() for each in config.silences),
        inhibit=config.inhibit,
    )

"""What a configuration and the seeds bring to the judging of every article: for the workers and for replay alike."""

from monitor.config import Config
from monitor.pipeline import Desk
from monitor.resources import load_agencies, load_cues


def desk_of(config: Config) -> Desk:
    """The Desk of a configuration."""
    return Desk(
        rules=config.rules,
        route=config.route,
        channels={receiver.name: tuple(receiver.channels) for receiver in config.receivers},
        cues=load_cues(),
        agencies=load_agencies(),
        max_age=config.max_age,
        max_ages={feed.name: feed.max_age for feed in config.feeds},
    )

"""The topics that a campaign may count, by kind of service (notice 133, 二(二))."""

from typing import Final

from campaigns.parts import Topics
from hazards.choices import ServiceTopic
from insurers.base.choices import TOPIC_KIND, ServiceKind

TOPICS: Final = tuple(
    Topics(
        kind.label,
        tuple((topic.value, topic.label) for topic in ServiceTopic if TOPIC_KIND[topic.value] == kind),
    )
    for kind in (ServiceKind.TRAIN, ServiceKind.HAZ, ServiceKind.DRILL)
)

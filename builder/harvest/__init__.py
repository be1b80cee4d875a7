"""Archive -> snapshot: what changed, fetch it, store it, say what happened."""

from builder.harvest.report import Failure, HarvestReport
from builder.harvest.run import HarvestOptions, harvest

__all__ = ["Failure", "HarvestOptions", "HarvestReport", "harvest"]

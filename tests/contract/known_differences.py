"""What one framework cannot do as SPEC.md has it: short, each with a reason and how to see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KnownDifference:
    """One behaviour that a framework does not offer, or a rule that its own widgets break.

    Attributes
    ----------
    framework : str
        Where it is so.
    rule : str
        A number of SPEC.md, or the id of an axe rule.
    selector : str
        CSS selector of the widgets concerned; empty for a behaviour.
    reason : str
        Why the app cannot mend it.
    reproduction : str
        How to see it in an app of a few lines.
    """

    framework: str
    rule: str
    selector: str
    reason: str
    reproduction: str


KNOWN_DIFFERENCES: tuple[KnownDifference, ...] = ()

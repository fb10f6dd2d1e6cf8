"""What a run uses: its checks, their levels and the thresholds, as given and as configured."""

from __future__ import annotations

from collections.abc import Mapping

from perfscore.checks import catalogue
from perfscore.checks.register import Check
from perfscore.config import Config
from perfscore.core.errors import UsageError
from perfscore.core.findings import Severity
from perfscore.rulesets import RuleSet, load_ruleset, names


def chosen_checks(settings: Config, select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Check, ...]:
    """The checks of a run: a selection that is given goes before the configured one; what is ignored adds up.

    Raises:
        UsageError: a word names no check; one of the configuration is told with its line.
    """
    for key, words in (("select", settings.select), ("ignore", settings.ignore)):
        for word in words:
            try:
                catalogue.select((word,), ())
            except UsageError as error:
                raise settings.fail(f"checks.{key}", str(error)) from None
    return catalogue.select(select or settings.select, (*ignore, *settings.ignore))


def chosen_levels(settings: Config, given: Mapping[str, str]) -> dict[str, Severity]:
    """The levels that a user set, by code.

    Raises:
        UsageError: there is no such check or level; one of the configuration is told with its line.
    """
    levels = {}
    for key, word in settings.severity.items():
        try:
            levels.update(_levels({key: word}))
        except UsageError as error:
            raise settings.fail(f"severity.{key}", str(error)) from None
    return {**levels, **_levels(given)}


def _levels(severity: Mapping[str, str]) -> dict[str, Severity]:
    levels = {}
    for key, word in severity.items():
        if word.upper() not in Severity.__members__:
            raise UsageError(f"级别 {word!r} 不存在：可用 error、warning、info（{key}）")
        levels[catalogue.find(key).code] = Severity[word.upper()]
    return levels


def general_sets(settings: Config) -> tuple[RuleSet, ...]:
    """The general rule sets, with the thresholds of the configuration.

    Raises:
        UsageError: a threshold is none that a rule set has.
    """
    general = tuple(rules for rules in map(load_ruleset, names()) if rules.general)
    for limit in settings.limits:
        if not any(limit in rules.limits for rules in general):
            known = "、".join(sorted({name for rules in general for name in rules.limits}))
            raise settings.fail(f"limits.{limit}", f"不是规则集的阈值；可用：{known}")
    return tuple(rules.with_limits(settings.limits, settings.path) for rules in general)

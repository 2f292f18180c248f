"""What search has to say: what is wrong with a query, how far the index is, when something was."""

from datetime import datetime

from igdesk.domain.query import CHOICES, Problem, Trouble
from igdesk.ui import format as fmt
from igdesk.ui.texts import isolate, say


def problem_words(problem: Problem) -> str:
    """One sentence on what is wrong, and what would be right."""
    operator = f"{problem.operator.value}:" if problem.operator is not None else ""
    choices = CHOICES.get(problem.operator, ()) if problem.operator is not None else ()
    if problem.trouble is Trouble.EMPTY and choices:
        return say("query.empty.choice", operator=operator, choices=", ".join(choices))
    if problem.trouble is Trouble.EMPTY:
        return say(f"query.empty.{problem.operator.value}") if problem.operator is not None else ""
    if problem.trouble is Trouble.UNKNOWN_VALUE and choices:
        return say("query.unknown.choice", operator=operator, text=isolate(problem.text), choices=", ".join(choices))
    if problem.trouble is Trouble.UNKNOWN_VALUE and problem.operator is not None:
        return say(f"query.unknown.{problem.operator.value}", text=isolate(problem.text))
    return say(f"query.{problem.trouble.value}", operator=operator, text=isolate(problem.text))


def progress_words(progress: float) -> str:
    """Honest about what cannot be found yet; empty when everything can."""
    if progress >= 1:
        return ""
    return say("search.indexing", percent=max(1, int(progress * 100)))


def hit_time(moment: datetime, now: datetime) -> str:
    """When a message was written: the clock too while the day is near."""
    word = fmt.list_time(moment, now)
    if (now.astimezone().date() - moment.astimezone().date()).days == 1:
        return f"{word} {fmt.clock_time(moment)}"
    return word

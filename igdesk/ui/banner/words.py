"""The sentence of a banner."""

from datetime import datetime

from igdesk.ui import format as fmt
from igdesk.ui.banner.choice import Banner
from igdesk.ui.texts import isolate, say, say_parts


def banner_words(banner: Banner, now: datetime) -> tuple[str, str]:
    """Bold beginning and the rest; ``now`` is the computer's clock."""
    account = isolate(banner.account_name)
    match banner.text_id:
        case "banner.signed_out.expired":
            if banner.moment is None:
                return say_parts("banner.signed_out.expired.undated", account=account)
            return say_parts("banner.signed_out.expired", account=account, when=_when(banner.moment, now))
        case "banner.paused":
            left_s = (banner.moment - now).total_seconds() if banner.moment is not None else 0
            return say_parts("banner.paused", time=isolate(fmt.countdown(left_s)))
        case "banner.instagram_down":
            if banner.moment is None:
                return say_parts("banner.instagram_down.undated")
            return say_parts("banner.instagram_down", time=isolate(fmt.clock_time(banner.moment)))
        case "banner.token_ends":
            return say_parts("banner.token_ends", account=account, n=banner.count)
        case "banner.api_retires":
            assert banner.moment is not None
            date = fmt.short_date(banner.moment.astimezone().date(), with_year=True)
            return say_parts("banner.api_retires", date=isolate(date))
        case "banner.offline.outbox":
            return say_parts("banner.offline.outbox", n=banner.count)
        case "banner.archive":
            problem = banner.problem
            return problem.happened if problem is not None else "", problem.cure if problem is not None else ""
        case _:
            return say_parts(banner.text_id, account=account)


def _when(moment: datetime, now: datetime) -> str:
    days = (now.astimezone().date() - moment.astimezone().date()).days
    if days == 0:
        return say("banner.when.today", time=fmt.clock_time(moment))
    if days == 1:
        return say("banner.when.yesterday", time=fmt.clock_time(moment))
    return say("banner.when.date", date=fmt.short_date(moment.astimezone().date()))

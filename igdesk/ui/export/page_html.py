"""Pages of exported conversations: heading, days, the way from page to page. No scripts, nothing from the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from igdesk.domain.account import Account
from igdesk.store.export_reader import ConversationFacts
from igdesk.ui.export.message_html import Scene, article, bidi, text_html
from igdesk.ui.export.style import style
from igdesk.ui.format import full_time, number, short_date, weekday_date
from igdesk.ui.texts import say
from igdesk.ui.timeline.rows import Row

# Nothing in a message could run even if a mistake let it through.
_POLICY = (
    "script-src 'none'; object-src 'none'; frame-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A conversation in the list of all."""

    name: str
    username: str
    account: str
    page: str
    messages: int
    newest_at: datetime


def name_of(facts: ConversationFacts) -> str:
    return facts.row.participant.display_name or say("row.nobody")


def account_name(account: Account) -> str:
    return f"@{account.username}" if account.username else account.name


def beginning(facts: ConversationFacts, picture: str, now: datetime, zone: tzinfo | None, page: int, pages: int) -> str:
    """Up to the first message of a page."""
    person, name = facts.row.participant, name_of(facts)
    face = f'<img src="{escape(picture)}" alt="">' if picture else ""
    username = f'<p class="quiet"><bdi>@{escape(person.username)}</bdi></p>' if person.username else ""
    told = say(
        "export.page.facts",
        n=facts.messages,
        count=number(facts.messages),
        account=account_name(facts.account),
        moment=full_time(now, zone=zone),
    )
    head = f'<div class="person">{face}<div><h1>{bidi(name)}</h1>{username}</div></div>'
    head += f'<p class="facts">{escape(told)}</p>'
    if page == 1:
        if facts.labels:
            shown = "".join(f'<li dir="auto">{escape(label)}</li>' for label in facts.labels)
            head += f'<ul class="labels">{shown}</ul>'
        if facts.note:
            title = escape(say("details.notes"))
            head += f'<div class="note"><b>{title}</b><p class="text" dir="auto">{text_html(facts.note)}</p></div>'
    place = say("export.page.number", page=number(page), pages=number(pages))
    title = name if pages == 1 else f"{name} · {place}"
    return f"{_head(title)}<header>{head}</header>\n"


def ways(page: int, pages: int, names: Sequence[str], *, home: str) -> str:
    """From page to page, and back to the list of all."""
    links = []
    if home:
        links.append(f'<a href="{escape(home)}">{escape(say("export.page.all"))}</a>')
    if page > 1:
        links.append(f'<a rel="prev" href="{escape(names[page - 2])}">{escape(say("export.page.older"))}</a>')
    if pages > 1:
        place = say("export.page.number", page=number(page), pages=number(pages))
        links.append(f"<span>{escape(place)}</span>")
    if page < pages:
        links.append(f'<a rel="next" href="{escape(names[page])}">{escape(say("export.page.newer"))}</a>')
    return f"<nav>{''.join(links)}</nav>\n" if links else ""


def rows_html(rows: Sequence[Row], scene: Scene) -> str:
    """Messages with the lines between them."""
    parts = []
    for row in rows:
        if row.day is not None:
            day = row.message.sent_at.astimezone(scene.zone).date()
            parts.append(f'<h2 class="day">{escape(weekday_date(day, with_year=True))}</h2>\n')
        if row.has_gap:
            parts.append(f'<p class="line">{escape(say("divider.gap"))}</p>\n')
        parts.append(article(row, scene))
    return "".join(parts)


def ending() -> str:
    words = say("export.page.foot")
    return f"<footer>{escape(words)}</footer></body></html>\n"


def list_page(entries: Sequence[Entry], now: datetime, zone: tzinfo | None) -> str:
    """All conversations with their pages."""
    title = say("export.page.title")
    told = say("export.page.written", n=len(entries), count=number(len(entries)), moment=full_time(now, zone=zone))
    rows = []
    for entry in entries:
        below = " · ".join(filter(None, (f"@{entry.username}" if entry.username else "", entry.account)))
        day = short_date(entry.newest_at.astimezone(zone).date(), with_year=True)
        count = say("export.page.messages", n=entry.messages, count=number(entry.messages))
        rows.append(
            f'<tr><td><a href="{escape(entry.page)}">{bidi(entry.name)}</a><p class="quiet"><bdi>{escape(below)}</bdi>'
            f'</p></td><td class="number">{escape(count)}<br>{escape(day)}</td></tr>\n'
        )
    return (
        f'{_head(title)}<header><h1>{escape(title)}</h1><p class="facts">{escape(told)}</p></header>\n'
        f"<main><table><tbody>\n{''.join(rows)}</tbody></table></main>\n{ending()}"
    )


def _head(title: str) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{style()}</style></head><body>\n"
    )

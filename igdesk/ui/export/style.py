"""How exported pages look: the colours of igdesk, light or dark as the reader's system is, and fit for paper."""

from functools import cache

from igdesk.ui import tokens

_COLOURS = (
    "bg.canvas", "bg.list", "bg.sunken", "text.primary", "text.secondary", "text.tertiary", "text.link", "accent.base",
    "bubble.in", "bubble.in.text", "bubble.out", "bubble.out.text", "bubble.placeholder.border", "bubble.quote.bar",
    "danger.text", "line.separator", "line.control", "bg.raised",
)  # fmt: skip

_RULES = """
*{box-sizing:border-box}
body{margin:0;background:var(--bg-canvas);color:var(--text-primary);line-height:1.43;
font:14px/1.43 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer,nav{max-width:760px;margin:0 auto;padding:0 20px}
header{padding-top:32px;padding-bottom:18px;border-bottom:1px solid var(--line-separator)}
h1{font-size:24px;line-height:1.25;margin:0;letter-spacing:-.01em}
h2{font-size:15px;margin:28px 0 8px}
a{color:var(--text-link);text-underline-offset:2px}
.person{display:flex;gap:16px;align-items:center}
.person>img{width:64px;height:64px;border-radius:50%;object-fit:cover}
.quiet{color:var(--text-secondary);margin:2px 0 0}
.facts{color:var(--text-tertiary);font-size:12px;margin:10px 0 0}
.labels{display:flex;flex-wrap:wrap;gap:6px;margin:12px 0 0;padding:0;list-style:none}
.labels li{border:1px solid var(--line-control);border-radius:8px;padding:2px 9px;font-size:12px}
.note{margin:14px 0 0;padding:10px 14px;background:var(--bg-sunken);border-radius:12px}
.note b{display:block;font-size:12px;color:var(--text-secondary)}
.day{text-align:center;font-size:12px;font-weight:600;color:var(--text-tertiary);margin:26px 0 12px}
.line{text-align:center;font-size:12px;color:var(--text-tertiary);margin:12px 0}
article{display:flex;flex-direction:column;align-items:flex-start;margin:0 0 10px}
article.joined{margin-bottom:3px}
article.you{align-items:flex-end}
.bubble{max-width:min(520px,82%);padding:8px 12px;border-radius:16px;border-end-start-radius:5px;
background:var(--bubble-in);color:var(--bubble-in-text);min-width:0}
.you .bubble{background:var(--bubble-out);color:var(--bubble-out-text);border-radius:16px;border-end-end-radius:5px}
.bubble.bare,.you .bubble.bare{background:none;padding:0}
article:target .bubble{outline:2px solid var(--accent-base);outline-offset:2px}
.text{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;text-align:start}
.big{font-size:36px;line-height:1.2}
.note-in{margin:0;color:var(--text-secondary);border:1px dashed var(--bubble-placeholder-border);border-radius:12px;
padding:7px 12px}
.quote{display:block;border-inline-start:3px solid var(--bubble-quote-bar);padding-inline-start:9px;margin:0 0 6px;
font-size:13px;color:inherit;text-decoration:none;overflow-wrap:anywhere}
.quote b{display:block;font-size:12px}
.media{display:flex;flex-wrap:wrap;gap:4px;margin:2px 0}
.media img,.media video{display:block;max-width:100%;max-height:360px;border-radius:12px}
.several img{width:148px;height:148px;object-fit:cover}
.several .note-in{align-self:center}
.media img.sticker{max-height:140px;border-radius:0}
audio{display:block;max-width:100%;margin:2px 0}
.card{border:1px solid var(--line-control);border-radius:12px;padding:9px 12px;margin:4px 0;max-width:300px;
overflow-wrap:anywhere}
.card img{display:block;max-width:100%;max-height:220px;border-radius:8px;margin:0 0 8px}
.card p{margin:0}
.card .quiet{font-size:13px}
.chips{display:flex;flex-wrap:wrap;gap:6px;margin:6px 0 0;padding:0;list-style:none}
.chips li{border:1px solid var(--line-control);border-radius:12px;padding:3px 10px;font-size:13px}
.foot{font-size:11px;color:var(--text-tertiary);margin:3px 4px 0}
.foot .bad{color:var(--danger-text);font-weight:600}
.reactions{font-size:12px;margin:3px 4px 0;color:var(--text-secondary)}
nav{display:flex;flex-wrap:wrap;gap:14px;justify-content:space-between;padding-top:18px;padding-bottom:18px}
footer{margin-top:28px;padding-top:16px;padding-bottom:40px;border-top:1px solid var(--line-separator);
font-size:12px;color:var(--text-tertiary)}
table{width:100%;border-collapse:collapse}
td{padding:9px 8px;border-bottom:1px solid var(--line-separator);vertical-align:top;overflow-wrap:anywhere}
td.number{text-align:end;white-space:nowrap;color:var(--text-secondary);font-variant-numeric:tabular-nums}
@media print{body{font-size:11px}article{break-inside:avoid}nav{display:none}
.bubble{border:1px solid var(--line-control)}}
"""


@cache
def style() -> str:
    """The whole of it, for the head of a page."""
    light, dark = (_variables(name) for name in ("light", "dark"))
    return f":root{{color-scheme:light dark;{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}{_RULES}"


def _variables(theme: str) -> str:
    colours: dict[str, str] = tokens.value("color")[theme]
    return "".join(f"--{name.replace('.', '-')}:{colours[name]};" for name in _COLOURS)

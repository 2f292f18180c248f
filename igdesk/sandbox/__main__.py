"""The sandbox on a loopback socket: ``python -m igdesk.sandbox``."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.server import serve
from igdesk.sandbox.world import World

INSTAGRAM_TOKEN = "IGAAsandboxFernAndClayDemoToken000000000000000000000001"
PAGE_TOKEN = "EAAsandboxFernAndClayDemoToken0000000000000000000000001"


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m igdesk.sandbox", description="A stand-in for Instagram's Graph API."
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--conversations", type=int, default=40)
    parser.add_argument("--accounts", type=int, choices=(1, 2), default=1)
    parser.add_argument("--flavour", choices=("instagram", "facebook"), default="instagram")
    parser.add_argument("--liveliness", type=float, default=1.0, help="0: nothing happens by itself")
    parser.add_argument("--token", default="", help="the token to accept")
    parser.add_argument("--no-human-agent", action="store_true", help="the app lacks the Human Agent feature")
    parser.add_argument(
        "--strict", action="store_true", help="the limits of the real service: 2 calls a second and so on"
    )
    return parser.parse_args(arguments)


def build(options: argparse.Namespace) -> GraphApp:
    is_instagram = options.flavour == "instagram"
    world = World(
        options.seed,
        lambda: datetime.now(UTC),
        conversations=options.conversations,
        accounts=options.accounts,
        flavour=options.flavour,
        liveliness=options.liveliness,
        human_agent=not options.no_human_agent,
        instagram_token=(options.token if is_instagram else "") or INSTAGRAM_TOKEN,
        page_token=(options.token if not is_instagram else "") or PAGE_TOKEN,
    )
    limits = Options.strict() if options.strict else Options()
    return GraphApp(world, options=limits, host=options.flavour if options.strict else None, dev=True)


async def run(options: argparse.Namespace) -> None:
    app = build(options)
    server = await serve(app, "127.0.0.1", options.port)
    name = "IGDESK_INSTAGRAM_GRAPH_URL" if options.flavour == "instagram" else "IGDESK_FACEBOOK_GRAPH_URL"
    lines = (f"listening on {server.url}", f"{name}={server.url}", f"INSTAGRAM_ACCESS_TOKEN={app.world.token}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        asyncio.run(run(read_arguments(sys.argv[1:] if arguments is None else arguments)))
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())

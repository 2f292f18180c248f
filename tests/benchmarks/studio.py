"""The studio of the benchmarks: a large archive, and a sandbox on loopback that has nothing new for it."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from studio_facts import KEY, STUDIO_ID, TOKEN

if TYPE_CHECKING:
    from igdesk.graph.client import HttpPool
    from igdesk.store.archive import Archive
    from igdesk.store.vault import Vault
    from igdesk.sync.engine import Engine

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SEED = 1
CONVERSATIONS = 30
"""On Meta's side. They are read into the archive beforehand, then nothing happens any more."""


def environment(folder: Path, url: str = "") -> dict[str, str]:
    """The environment of a child process: compiled files as an installed program has them."""
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{HERE}",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "IGDESK_INSTAGRAM_GRAPH_URL": url or "http://127.0.0.1:9",
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.setdefault("QT_QPA_PLATFORM", "xcb" if "DISPLAY" in env else "offscreen")
    return env


@contextlib.contextmanager
def sandbox(folder: Path, conversations: int = CONVERSATIONS) -> Iterator[str]:
    """A stand-in for Instagram in a process of its own; its address."""
    command = [sys.executable, "-m", "igdesk.sandbox", "--seed", str(SEED), "--liveliness", "0", "--token", TOKEN]
    command += ["--conversations", str(conversations)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(folder))
    try:
        assert server.stdout is not None
        yield server.stdout.readline().removeprefix("listening on ").strip()
    finally:
        server.terminate()
        server.wait()


def make_profile(folder: Path, messages: int, url: str = "", *, latin: bool = False) -> Path:
    """A profile with the archive in it. With the address of a sandbox, all that is there was read already."""
    env = environment(folder, url)
    make = ["make_archive.py", str(folder / "profile" / "archive"), str(messages)]
    make += ["latin"] if latin else []
    subprocess.run([sys.executable, *make], env=env, check=True, cwd=HERE, stdout=subprocess.DEVNULL)
    if url:
        subprocess.run(
            [sys.executable, "studio.py", str(folder / "profile")], env=environment(folder, url), check=True, cwd=HERE
        )
    return folder / "profile"


@contextlib.contextmanager
def workshop() -> Iterator[Path]:
    """A folder that is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="igdesk-bench-") as folder:
        yield Path(folder)


def hurried_engine(archive: "Archive", vault: "Vault", pool: "HttpPool") -> "Engine":
    """As the program builds it, at a pace for a stand-in that need not be spared."""
    from igdesk.graph.client import GraphClient
    from igdesk.graph.endpoint import default_endpoint
    from igdesk.graph.throttle import CallBudget
    from igdesk.sync.engine import Engine

    return Engine(
        archive,
        vault,
        make_client=lambda endpoint, token, **more: GraphClient(pool, endpoint, token, **more),
        endpoint_of=lambda flavour: default_endpoint(flavour, os.environ),
        make_budget=lambda: CallBudget(burst=50, refill_s=0.0005),
        clock=lambda: datetime.now(UTC),
    )


def read_everything(profile: Path) -> None:
    """What the program would do in its first half minute, without a window and at a faster pace."""
    import asyncio

    from igdesk.graph.client import HttpPool
    from igdesk.store.archive import Archive
    from igdesk.store.vault import MemoryVault

    async def work() -> None:
        archive = Archive.open(profile / "archive", KEY, clock=lambda: datetime.now(UTC))
        vault, pool = MemoryVault(), HttpPool()
        vault.set_token(STUDIO_ID, TOKEN)
        engine = hurried_engine(archive, vault, pool)
        task = asyncio.create_task(engine.run())
        account = archive.accounts.all()[0]
        read = asyncio.Event()
        is_read = lambda: archive.settings.get(f"sync.read_to.{account.id}")  # noqa: E731
        engine.subscribe(lambda _status: read.set() if is_read() else None)
        await read.wait()
        await asyncio.sleep(0.5)
        task.cancel()
        await asyncio.wait([task])
        await pool.aclose()
        archive.close()

    asyncio.run(work())


if __name__ == "__main__":
    read_everything(Path(sys.argv[1]))

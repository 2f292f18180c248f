"""Makes an archive of any size for the benchmarks: deterministic, many scripts, sizes after Zipf's law.

The rows go in by SQL: through ingest, page by page, a million messages would take minutes. What ingest keeps in columns
(counters, previews, the newest dates) is filled in the same way.
"""

import itertools
import random
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from studio import KEY, SEED

from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.sandbox.people import business
from igdesk.store.archive import Archive

NOW = datetime.now(UTC).replace(microsecond=0)
WORDS = [
    "glaze",
    "bowl",
    "plate",
    "shipping",
    "tomorrow",
    "please",
    "thanks",
    "order",
    "kiln",
    "colour",
    "blue",
    "green",
    "large",
    "small",
    "price",
    "invoice",
    "Malmö",
    "danke",
    "schön",
    "Paket",
    "morgen",
    "Farbe",
    "Teller",
    "obrigada",
    "amanhã",
    "quanto",
    "custa",
    "prato",
    "verde",
    "gracias",
    "mañana",
    "cuánto",
    "cuenco",
    "merci",
    "demain",
    "bonjour",
    "assiette",
    "спасибо",
    "завтра",
    "тарелка",
    "сколько",
    "شكرا",
    "غدا",
    "صحن",
    "كم",
    "תודה",
    "מחר",
    "צלחת",
    "谢谢",
    "明天",
    "多少钱",
    "碗",
    "釉薬",
    "色",
    "ありがとう",
    "명일",
    "감사합니다",
    "그릇",
    "धन्यवाद",
    "कल",
    "कटोरा",
    "😀",
    "😍",
    "🙏",
    "❤️",
    "👍",
]
NAMES = [
    "Mara",
    "Jonas",
    "Priya",
    "Tomás",
    "愛子",
    "Noah",
    "Chloé",
    "Yusuf",
    "ليلى",
    "Дмитрий",
    "지민",
    "Ana",
    "Wanjiru",
    "Søren",
    "Zoë",
    "נועה",
]


def sizes(conversations: int, messages: int, largest: int) -> list[int]:
    """How many messages each conversation has; the first one is the largest."""
    rest = messages - largest
    weights = [1 / (rank + 20) ** 0.9 for rank in range(conversations - 1)]
    total = sum(weights)
    return [largest, *(max(1, int(rest * weight / total)) for weight in weights)]


def is_latin(word: str) -> bool:
    return all(character < "\u0250" for character in word)


def build(
    folder: Path,
    *,
    conversations: int = 2000,
    messages: int = 1_000_000,
    largest: int = 100_000,
    latin: bool = False,
) -> None:
    """Write the archive into ``folder``, which must be empty or missing; ``latin``: with no other letters."""
    chance = random.Random(7)
    words, names = (([word for word in of if is_latin(word)] if latin else of) for of in (WORDS, NAMES))
    archive = Archive.open(folder, KEY, clock=lambda: NOW)
    owner = business(SEED, 0)
    snapshot = AccountSnapshot(
        owner.ig_id, owner.app_scoped_id, owner.ig_id, Flavour.INSTAGRAM, owner.username, owner.name
    )
    account = archive.accounts.add(snapshot, connected_at=NOW - timedelta(days=900))
    archive.close()
    connection = open_for_writing(folder / "archive.db")
    now_ms = int(NOW.timestamp() * 1000)
    message_ids = itertools.count(1)
    connection.execute("begin")
    for number, size in enumerate(sizes(conversations, messages, largest), 1):
        name = f"{chance.choice(names)} {chance.choice(names)} {number}"
        newest = now_ms - int(number * 600_000 * (1 + number / 200))
        step = max(60_000, min(3_600_000, 60_000_000_000 // size))
        rows, text, inbound = [], "", True
        for position in range(size):
            inbound = chance.random() < 0.6
            text = " ".join(chance.choices(words, k=chance.choice((1, 2, 4, 6, 9, 14, 25))))
            rows.append(
                (next(message_ids), number, f"m{number}x{position}", "in" if inbound else "out",
                 newest - (size - 1 - position) * step, 0, 1, "text", text, "received",
                 "customer" if inbound else "elsewhere", 1)
            )  # fmt: skip
        is_unread = inbound and number % 9 == 0
        connection.execute(
            "insert into participant (id, account_id, igsid, username, name, follower_count, profile_fetched_at)"
            " values (?,?,?,?,?,?,?)",
            (number, account, f"9{number:015}", f"person.{number}", name, chance.randrange(20_000), now_ms),
        )
        connection.execute(
            "insert into conversation (id, account_id, remote_id, participant_id, listed_at, read_up_to,"
            " last_activity_at, last_inbound_at, unread_count, is_waiting, preview_id, preview_kind, preview_direction,"
            " preview_delivery, preview_text, preview_media) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (number, account, f"c{number}", number, newest, newest, newest, newest, int(is_unread), int(inbound),
             rows[-1][0], "text", "in" if inbound else "out", "received", text[:200], ""),
        )  # fmt: skip
        connection.executemany(
            "insert into message (id, conversation_id, remote_id, direction, sent_at, rank, is_dated, kind, text,"
            " delivery, origin, is_linked) values (?,?,?,?,?,?,?,?,?,?,?,?)",
            rows,
        )
        if is_unread:
            connection.execute("update message set is_unread = 1 where id = ?", (rows[-1][0],))
    connection.execute("commit")
    connection.close()


@contextmanager
def at_hand(ready: str = "") -> Iterator[Path]:
    """The folder of an archive to work on: a copy of one that is ready, else one built now. Gone at the end."""
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as temporary:
        folder = Path(temporary) / "archive"
        if ready:
            shutil.copytree(ready, folder)
        else:
            build(folder)
        yield folder


def index(folder: Path) -> None:
    """The index of words, as it is a few minutes after the first start: without pauses."""
    from igdesk.store.search_builder import IndexBuilder
    from igdesk.store.turn import Turn

    for _ in range(2):  # all at once they came into one part, and are divided the second time
        builder = IndexBuilder(folder / "archive.db", KEY, threading.Event(), Turn(), rest=0)
        builder.run()
        builder.close()


def open_for_writing(path: Path):
    """The archive file, opened beside the program."""
    from igdesk.store.database import connect

    return connect(path, KEY)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    conversations, largest = max(2, min(2000, count // 500)), max(1, count // 10)
    build(target, messages=count, conversations=conversations, largest=largest, latin="latin" in sys.argv[3:])
    print(target)

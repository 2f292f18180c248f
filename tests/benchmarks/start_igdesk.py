"""Starts the program on the studio of studio.py, as its command line would, and ends it after a while.

usage: start_igdesk.py PROFILE SECONDS [SETTLE]. The milestones go to the file that IGDESK_STARTUP_LOG names, and one
JSON line with memory after SETTLE seconds and CPU time from then on to the standard output. Only the keychain is a
stand-in.
"""

import os
import sys
import threading
import time


def cpu_s() -> float:
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(folder: str, seconds: float, settle_s: float) -> None:
    # Rich and click come with the tools of developers. httpx loads them if it finds them; installed igdesk has none.
    sys.modules["click"] = sys.modules["rich"] = None  # type: ignore[assignment]
    os.environ["PYTHON_KEYRING_BACKEND"] = "none"  # no child process that asks the real keychain
    from studio_facts import KEY, STUDIO_ID, TOKEN

    from igdesk.app import keys
    from igdesk.app.launch import launch
    from igdesk.store.vault import MemoryVault

    vault = MemoryVault()
    vault.adopt_archive_key(KEY)
    vault.set_token(STUDIO_ID, TOKEN)
    keys.keychain_of = lambda _profile: vault  # type: ignore[assignment]
    figures: dict[str, float] = {}

    def watch() -> None:
        time.sleep(settle_s)
        from memory import memory_of_this_process

        figures.update(memory_of_this_process())
        start = cpu_s()
        time.sleep(seconds - settle_s)
        figures["rest_s"] = seconds - settle_s
        figures["rest_cpu_s"] = cpu_s() - start
        os.kill(os.getpid(), 15)

    threading.Thread(target=watch, daemon=True).start()
    status = launch(["--profile", folder])
    import json

    print(json.dumps(figures))
    sys.exit(status)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else 3.0)

"""Builds what people install, on the system it is for: ``python resources/installer/build.py``. All lands in ``dist``.

Needs igdesk and PyInstaller in the environment that runs it; on Windows also NSIS, on Debian and Ubuntu dpkg-deb.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DIST = ROOT / "dist"
ICONS = ROOT / "build" / "icons"
ICON_PX = (16, 24, 32, 48, 64, 128, 256, 512, 1024)
SHOWN_BY = "attached"
"""The mark of the start that comes once the engine works for the window."""
PATIENCE_S = 120
LIBRARIES = (
    "libc6 (>= 2.35), libgl1, libegl1, libfontconfig1, libxkbcommon0, libglib2.0-0, libdbus-1-3, libgssapi-krb5-2,"
    " libbrotli1, libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libpulse0"
)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from igdesk import __version__

    draw_icons()
    run(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", str(HERE / "igdesk.spec"))
    look_at(DIST / "igdesk", __version__)
    name = f"igdesk-{__version__}-{ {'win32': 'windows', 'darwin': 'macos'}.get(sys.platform, 'linux') }-{machine()}"
    if sys.platform == "win32":
        made = [make_setup(name, __version__)]
    elif sys.platform == "darwin":
        made = [make_image(name)]
    else:
        made = [make_tar(name), make_deb(__version__)]
    for path in made:
        say(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e6:.1f} MB")


def machine() -> str:
    return {"amd64": "x86_64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine().lower())


def draw_icons() -> None:
    """The icon of the program in every size and form that systems ask for, from the tokens it is painted from."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtGui import QGuiApplication

    from igdesk.app.app_icon import app_pixmap

    app = QGuiApplication.instance() or QGuiApplication([])
    ICONS.mkdir(parents=True, exist_ok=True)
    for size in ICON_PX:
        app_pixmap(size).save(str(ICONS / f"{size}.png"))
    del app
    pictures = {size: Image.open(ICONS / f"{size}.png") for size in ICON_PX}
    small = [size for size in ICON_PX if size <= 256]
    pictures[256].save(
        ICONS / "igdesk.ico", sizes=[(size, size) for size in small], append_images=[pictures[size] for size in small]
    )
    pictures[1024].save(ICONS / "igdesk.icns", append_images=[pictures[size] for size in ICON_PX])


def look_at(folder: Path, version: str) -> None:
    """Does the frozen program start, show the demo, and end? Without that nothing is built from it."""
    program = folder / {"win32": "igdesk-terminal.exe"}.get(sys.platform, "igdesk")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout
    assert said.strip() == f"igdesk {version}", said
    with tempfile.TemporaryDirectory() as place:
        marks = Path(place) / "marks.json"
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "IGDESK_STARTUP_LOG": str(marks)}
        process = subprocess.Popen([program, "--demo", "--profile", place], env=env)
        try:
            end = time.monotonic() + PATIENCE_S
            while not marks.exists() or not marks.read_text("utf-8"):
                assert process.poll() is None, f"it ended with {process.returncode}"
                assert time.monotonic() < end, "it does not get to work"
                time.sleep(0.2)
            found = json.loads(marks.read_text("utf-8"))
        finally:
            process.terminate()
            process.wait(PATIENCE_S)
    assert SHOWN_BY in found, found
    say("the demo works: " + ", ".join(f"{mark} {(at - found['started']) / 1e6:.0f} ms" for mark, at in found.items()))


def make_setup(name: str, version: str) -> Path:
    path = DIST / f"{name}-setup.exe"
    usual = Path(os.environ.get("ProgramFiles(x86)", "C:\\"), "NSIS", "makensis.exe")
    given = {"VERSION": version, "FOLDER": DIST / "igdesk", "ICON": ICONS / "igdesk.ico", "OUTPUT": path}
    words = [f"-D{key}={value}" for key, value in given.items()]
    run(shutil.which("makensis") or str(usual), "-V2", *words, str(HERE / "windows.nsi"))
    return path


def make_image(name: str) -> Path:
    """The bundle, and beside it the way to the folder it belongs into."""
    path, content = DIST / f"{name}.dmg", ROOT / "build" / "image"
    shutil.rmtree(content, ignore_errors=True)
    content.mkdir(parents=True)
    run("ditto", str(DIST / "igdesk.app"), str(content / "igdesk.app"))
    (content / "Applications").symlink_to("/Applications")
    path.unlink(missing_ok=True)
    run("hdiutil", "create", "-volname", "igdesk", "-srcfolder", str(content), "-format", "UDZO", "-quiet", str(path))
    return path


def make_tar(name: str) -> Path:
    path = DIST / f"{name}.tar.xz"
    run("tar", "-C", str(DIST), "--use-compress-program=xz -T0", "--owner=0", "--group=0", "-cf", str(path), "igdesk")
    return path


def make_deb(version: str) -> Path:
    """For Debian and Ubuntu: everything in one folder, a name to type, an entry in the menu."""
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(DIST / "igdesk", tree / "usr/lib/igdesk", symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/igdesk").symlink_to("../lib/igdesk/igdesk")
    put(HERE / "igdesk.desktop", tree / "usr/share/applications/igdesk.desktop")
    put(ROOT / "LICENSE", tree / "usr/share/doc/igdesk/copyright")
    for size in (16, 24, 32, 48, 64, 128, 256, 512):
        put(ICONS / f"{size}.png", tree / f"usr/share/icons/hicolor/{size}x{size}/apps/igdesk.png")
    kind = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
    size_kb = sum(path.lstat().st_size for path in tree.rglob("*")) // 1024
    control = {
        "Package": "igdesk",
        "Version": version,
        "Architecture": kind,
        "Maintainer": "igdesk",
        "Installed-Size": size_kb,
        "Depends": LIBRARIES,
        "Recommends": "gnome-keyring | kwalletmanager, fonts-noto-color-emoji",
        "Section": "net",
        "Priority": "optional",
        "Description": "Inbox for Instagram direct messages\n"
        " Reads and answers the messages of a professional account through Meta's API,\n"
        " and keeps the history in an encrypted archive on this computer.",
    }
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text("".join(f"{key}: {value}\n" for key, value in control.items()), "utf-8")
    path = DIST / f"igdesk_{version}_{kind}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(path))
    return path


def put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def run(*command: str) -> None:
    say("+ " + " ".join(command))
    subprocess.run(command, cwd=ROOT, check=True)


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

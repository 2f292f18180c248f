"""Voice messages in which something like a voice can be heard: syllables, pauses, sentences that fall at their end."""

import struct
import sys
from array import array
from math import pi, sin

from igdesk.sandbox.dice import Dice
from igdesk.sandbox.mp4 import Track, box, mp4_file

RATE = 8000
_STEPS = 256
_LOUDEST = 11_000


def voice_mp4(duration_s: int, variant: int) -> bytes:
    """A voice message of this length: plain samples in an MP4 file."""
    samples = _speak(max(duration_s, 1) * RATE, Dice("voice", variant))
    if sys.byteorder == "big":
        samples.byteswap()
    entry = box(
        b"sowt",
        bytes(6) + struct.pack(">H", 1) + bytes(8),
        struct.pack(">4HI", 1, 16, 0, 0, RATE << 16),
    )
    track = Track(
        b"soun",
        entry,
        timescale=RATE,
        sample_ticks=1,
        sample_sizes=(2,),
        sample_count=len(samples),
        data=samples.tobytes(),
    )
    return mp4_file(b"M4A ", track)


def _speak(count: int, dice: Dice) -> "array[int]":
    """One syllable after the other."""
    vowels = [_vowel(*formants) for formants in ((7, 11), (4, 18), (3, 8), (5, 15))]
    pitch = dice.uniform(105, 190)
    said = array("h")
    while len(said) < count:
        length = dice.uniform(1.2, 3.4)
        until, begun = len(said) + int(length * RATE), len(said)
        while len(said) < until:
            fall = 1.12 - 0.24 * (len(said) - begun) / (until - begun)
            _syllable(said, dice.choice(vowels), pitch * fall * dice.uniform(0.95, 1.05), dice)
        said.extend(array("h", bytes(2 * int(dice.uniform(0.25, 0.8) * RATE))))
    return said[:count]


def _syllable(said: "array[int]", vowel: list[float], pitch: float, dice: Dice) -> None:
    count = int(dice.uniform(0.12, 0.26) * RATE)
    loudness = _LOUDEST * dice.uniform(0.35, 1.0)
    step, place = _STEPS * pitch / RATE, 0.0
    rise, fall = count // 6, count // 3
    for number in range(count):
        strength = min(number / rise, (count - number) / fall, 1.0)
        said.append(int(vowel[int(place) & (_STEPS - 1)] * loudness * strength))
        place += step


def _vowel(first: int, second: int) -> list[float]:
    """One period: a fundamental, and overtones around two formants."""
    strengths = {n: 1 / n + 0.8 / (1 + (n - first) ** 2) + 0.4 / (1 + (n - second) ** 2) for n in range(1, 22)}
    wave = [sum(s * sin(2 * pi * n * i / _STEPS) for n, s in strengths.items()) for i in range(_STEPS)]
    top = max(map(abs, wave))
    return [value / top for value in wave]

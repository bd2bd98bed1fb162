"""A plot of times against sizes, both by powers of ten, as SVG."""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 420, 60, 120, 20, 50
_COLOURS = ("#1b1b1b", "#8a6d00", "#a3195b", "#00695c", "#0b57d0", "#7b1fa2")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "", "10 4")
"""Lines differ in more than colour."""


def plot(points: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """A line for each name, through its pairs of size and seconds."""
    sizes = [size for line in points.values() for size, _ in line]
    times = [seconds for line in points.values() for _, seconds in line]
    across = _scale(min(sizes), max(sizes), _LEFT, _WIDTH - _RIGHT)
    up = _scale(10 ** math.floor(math.log10(min(times))), max(times), _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        "<style>text { font: 13px sans-serif }</style>",
        "<title>Seconds of a cold build, by pairs of explainers</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for size in sorted(set(sizes)):
        x = across(size)
        parts.append(f'<path d="M{x:.1f} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 20}" text-anchor="middle">{size}</text>')
    for power in range(math.floor(math.log10(min(times))), math.floor(math.log10(max(times))) + 1):
        y = up(10.0**power)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 10}">pairs of explainers, cold build</text>')
    taken: list[float] = []
    for at, (name, line) in enumerate(sorted(points.items(), key=lambda one: -one[1][-1][1])):
        colour, dash = _COLOURS[at % len(_COLOURS)], _DASHES[at % len(_DASHES)]
        way = "L".join(f"{across(size):.1f} {up(seconds):.1f}" for size, seconds in line)
        parts.append(
            f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        y = max(up(line[-1][1]), taken[-1] + 16 if taken else 0)  # so that no name covers another
        taken.append(y)
        parts.append(f'<text x="{_WIDTH - _RIGHT + 8}" y="{y + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """From a value to its place, by the logarithm."""
    span = math.log(high / low) or 1
    return lambda value: start + (end - start) * math.log(value / low) / span

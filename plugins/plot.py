"""A small plot of a figure's readings: points over time, as coordinates for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from dossier import Reading

WIDTH, HEIGHT, MARGIN = 320, 120, 8


@dataclass(frozen=True, slots=True)
class Plot:
    """Coordinates in a field of `width` by `height`, the origin at the top left."""

    width: int
    height: int
    points: tuple[tuple[float, float], ...]

    @property
    def line(self) -> str:
        """The points as SVG writes them in a polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def plot(readings: Sequence[Reading]) -> Plot:
    """Place two readings or more: time to the right, value upwards from zero."""
    times = [reading.at.earliest.timestamp() for reading in readings]
    first, span = min(times), max(times) - min(times) or 1
    top = max(reading.value for reading in readings) or 1
    points = tuple(
        (
            round(MARGIN + (time - first) / span * (WIDTH - 2 * MARGIN), 1),
            round(HEIGHT - MARGIN - reading.value / top * (HEIGHT - 2 * MARGIN), 1),
        )
        for time, reading in zip(times, readings, strict=True)
    )
    return Plot(WIDTH, HEIGHT, points)

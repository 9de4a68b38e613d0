"""How things are compared: turn by turn in one run, by the CPU that they used, since other work on the machine moves the clock alone."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import psutil

ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One of the things that are compared. `run` does the work and says what it was; `pids`: whose CPU counts."""

    name: str
    pids: Sequence[int]
    run: Callable[[], "int | Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """So many calls in so many seconds on the clock, by a client that looked itself: without the seconds in which it began."""

    calls: int
    wall_seconds: float


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One turn of one variant."""

    calls: int
    wall_seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        """Calls in a second on the clock."""
        return self.calls / self.wall_seconds

    @property
    def per_cpu_second(self) -> float:
        """Calls in a second of the measured processes' CPU."""
        return self.calls / self.cpu_seconds


def cpu_seconds(pids: Sequence[int]) -> float:
    """User and system time that these processes have used so far."""
    times = [psutil.Process(pid).cpu_times() for pid in pids]
    return float(sum(each.user + each.system for each in times))


def sampled(variant: Variant) -> Sample:
    """One turn."""
    cpu_before, began = cpu_seconds(variant.pids), time.perf_counter()
    done = variant.run()
    turn = done if isinstance(done, Turn) else Turn(done, time.perf_counter() - began)
    used = cpu_seconds(variant.pids) - cpu_before
    return Sample(calls=turn.calls, wall_seconds=turn.wall_seconds, cpu_seconds=used)


def interleaved(variants: Sequence[Variant], *, rounds: int = ROUNDS) -> dict[str, list[Sample]]:
    """A turn of each to warm up, then `rounds` of each, A B A B: what the machine does besides meets all alike."""
    samples: dict[str, list[Sample]] = {variant.name: [] for variant in variants}
    for variant in variants:
        variant.run()
    for number in range(rounds):
        # Whoever went first goes last in the next round.
        for variant in variants if number % 2 == 0 else reversed(variants):
            samples[variant.name].append(sampled(variant))
    return samples


def summed_up(samples: Sequence[Sample]) -> Mapping[str, float]:
    """The medians of one variant."""
    return {
        "calls_a_turn": samples[0].calls,
        "turns": len(samples),
        "calls_per_second": round(median(each.per_second for each in samples), 1),
        "calls_per_cpu_second": round(median(each.per_cpu_second for each in samples), 1),
        "cpu_microseconds_per_call": round(median(1e6 / each.per_cpu_second for each in samples), 1),
        "cpu_seconds_a_turn": round(median(each.cpu_seconds for each in samples), 3),
        "wall_seconds_a_turn": round(median(each.wall_seconds for each in samples), 3),
    }


def ratio(samples: Sequence[Sample], *, to: Sequence[Sample], of: Callable[[Sample], float]) -> float:
    """The median over the rounds of what one was to the other in the same round."""
    return round(median(of(one) / of(other) for one, other in zip(samples, to, strict=True)), 3)

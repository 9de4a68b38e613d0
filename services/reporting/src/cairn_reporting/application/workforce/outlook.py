"""Where the certifications of the people of an index stand: the figures that come person by person, by bitmaps of each stage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pyroaring import BitMap

from cairn_reporting.application.ports import Facts
from cairn_reporting.application.recertification import MeasuredOutlook
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.demands import CredentialDemand
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.recertification import RecertificationLine, by_name
from cairn_reporting.domain.recertification_stages import Stage
from cairn_reporting.domain.workforce_index.counting import GroupNumbers
from cairn_reporting.domain.workforce_index.index import WorkforceIndex, credential, credential_stage

_DUE_IN_DAYS = (7, 30, 60, 90)
_Figures = tuple[int, ...]
"""How many are valid, lapsed, suspended and in grace, then how many are due within each number of days."""


@dataclass(frozen=True, slots=True)
class _Outlook:
    credential_id: str
    stages: Sequence[BitMap]


def measured_outlook(
    index: WorkforceIndex,
    *,
    people: BitMap,
    credential_id: str | None,
    group_by: Dimension | None,
    as_of: datetime,
    entries: Entries,
    facts: Facts,
) -> MeasuredOutlook:
    """The figures of these people, together and group by group, of one credential where it is named."""
    ids = list(index.credential_ids) if credential_id is None else [credential_id]
    found = [_Outlook(each, list(_stages(index, each, people=people, as_of=as_of))) for each in ids]
    names = entries.naming([CredentialDemand(each) for each in ids], facts=facts)
    groups = {
        group: here
        for group, members in (index.groups.by(group_by, at=as_of) if group_by else ())
        if (here := members & people)
    }
    in_all = {each.credential_id: tuple(map(len, each.stages)) for each in found}
    by_group = _by_group(found, groups=list(groups.values()), people_count=index.people_count)
    return MeasuredOutlook(
        people_count=len(people),
        lines=_lines(in_all, names=names),
        groups={
            group: (len(here), _lines(figures, names=names))
            for (group, here), figures in zip(groups.items(), by_group, strict=True)
        },
    )


def _stages(
    index: WorkforceIndex, credential_id: str, *, people: BitMap, as_of: datetime
) -> Iterator[BitMap]:
    for stage in (Stage.VALID, Stage.LAPSED, Stage.SUSPENDED, Stage.IN_GRACE):
        yield index.holders(credential_stage(credential_id, stage), at=as_of) & people
    for days in _DUE_IN_DAYS:
        until = as_of + timedelta(days=days)
        yield index.ending(credential(credential_id), at=as_of, until=until) & people


def _by_group(
    found: Iterable[_Outlook], *, groups: Sequence[BitMap], people_count: int
) -> Sequence[Mapping[str, _Figures]]:
    figures: list[dict[str, _Figures]] = [{} for _ in groups]
    numbers = GroupNumbers(groups, people_count=people_count)
    for each in found:
        counted = [numbers.count(stage).tolist() for stage in each.stages]
        for group, of_group in enumerate(zip(*counted, strict=True)):
            figures[group][each.credential_id] = of_group
    return figures


def _lines(figures: Mapping[str, _Figures], *, names: Catalogue) -> tuple[RecertificationLine, ...]:
    """Of each credential that somebody here holds or held."""
    return by_name(
        _line(credential_id, of_credential, names=names)
        for credential_id, of_credential in figures.items()
        if any(of_credential)
    )


def _line(credential_id: str, figures: _Figures, *, names: Catalogue) -> RecertificationLine:
    valid, lapsed, suspended, in_grace, in_7, in_30, in_60, in_90 = figures
    entry = names.credentials.get(credential_id)
    return RecertificationLine(
        credential_id=credential_id,
        credential_name=names.credential_name(credential_id),
        valid=valid,
        due_in_7_days=in_7,
        due_in_30_days=in_30,
        due_in_60_days=in_60,
        due_in_90_days=in_90,
        lapsed=lapsed,
        expiries=(),
        suspended=suspended,
        in_grace=in_grace,
        renewal_cost=entry.cost.renewal if entry else None,
    )

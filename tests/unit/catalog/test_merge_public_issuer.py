"""The operator's command that makes two public issuers one: told first, then done, and done again without an effect."""

import io
from typing import Any

import pytest

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.commands.issuer_merge import merge_issuers
from cairn_catalog.application.issuer_registry import resolve_issuer
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.view import PUBLIC_TENANT
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import NOW, changed, furnish

_DUPLICATE = pb.Issuer(issuer_id="pmi-inc", name="PMI Incorporated", aliases=["P.M.I. of Newtown Square"])
_OLDER = pb.Issuer(issuer_id="pmi-old", name="PMI before", merged_into="pmi-inc")
_CAPM = changed(samples.CREDENTIAL, credential_id="capm", name="CAPM", issuer_id="pmi-inc")


@pytest.fixture
def world() -> FakeCatalogues:
    world = FakeCatalogues()
    furnish(world.of(PUBLIC_TENANT), *samples.SAMPLES, _DUPLICATE, _OLDER, _CAPM)
    world.happened.clear()
    return world


def _run(
    world: FakeCatalogues, *, apply: bool, into: str = "pmi", issuer: str = "pmi-inc"
) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    status = merge_issuers(
        world.of(PUBLIC_TENANT),
        issuer_id=issuer,
        into_issuer_id=into,
        apply=apply,
        now=NOW,
        out=out,
        errors=errors,
    )
    return status, out.getvalue(), errors.getvalue()


_WOULD_CHANGE = """\
issuer pmi-old (PMI before): was merged before, stands for pmi
credential capm (CAPM): names pmi
issuer pmi-inc (PMI Incorporated): retired, its id stands for pmi
"""


def test_without_being_told_to_it_only_says_what_it_would_change(world: FakeCatalogues) -> None:
    assert _run(world, apply=False) == (0, _WOULD_CHANGE + "Nothing was changed; --apply does it.\n", "")
    assert world.happened == []


def test_what_names_the_duplicate_names_the_other_and_everybodys_names_still_resolve(
    world: FakeCatalogues,
) -> None:
    status, out, _ = _run(world, apply=True)
    assert (status, out.startswith(_WOULD_CHANGE)) == (0, True)
    acme = world.of("acme")
    assert acme.seen(Credential, ["capm"])["capm"].entry.issuer_id == "pmi"
    issuers = acme.seen(Issuer, ["pmi-inc", "pmi-old"])
    assert {each.entry.merged_into for each in issuers.values()} == {"pmi"}
    assert issuers["pmi-inc"].entry.is_retired
    assert resolve_issuer(acme, "pmi of newtown square").candidates[0].issuer.id == "pmi"
    assert [(each, entry.id) for _, each, entry in world.happened] == [
        ("revised", "pmi-old"),
        ("revised", "capm"),
        ("retired", "pmi-inc"),
    ]


def test_doing_it_again_changes_nothing_but_what_names_the_duplicate_anew(world: FakeCatalogues) -> None:
    _run(world, apply=True)
    world.happened.clear()
    done = "pmi-inc was merged into pmi before; nothing names it.\n"
    assert _run(world, apply=True) == (0, done, "")
    assert world.happened == []
    furnish(world.of(PUBLIC_TENANT), _CAPM)
    assert "credential capm (CAPM): names pmi\n" in _run(world, apply=True)[1]
    assert _run(world, apply=False) == (0, done, "")


@pytest.mark.parametrize(
    ("issuer", "into"), [("pmi-inc", "unknown"), ("unknown", "pmi"), ("pmi", "pmi"), ("pmi", "pmi-old")]
)
def test_what_cannot_be_merged_is_refused_in_words(world: FakeCatalogues, issuer: str, into: str) -> None:
    status, out, errors = _run(world, apply=True, issuer=issuer, into=into)
    assert (status, out) == (1, "")
    assert errors
    assert world.happened == []


def test_somebody_who_publishes_at_the_same_time_is_not_overwritten(world: FakeCatalogues) -> None:
    class Overtaken(FakeCatalogue):
        """Somebody else changes the credential between look and save."""

        def commit(self, *args: Any, **kwargs: Any) -> None:
            """After the other one."""
            furnish(world.of(PUBLIC_TENANT), changed(_CAPM, name="CAPM, revised"))
            super().commit(*args, **kwargs)

    errors = io.StringIO()
    status = merge_issuers(
        Overtaken(world, PUBLIC_TENANT),
        issuer_id="pmi-inc",
        into_issuer_id="pmi",
        apply=True,
        now=NOW,
        out=io.StringIO(),
        errors=errors,
    )
    assert (status, "read it again" in errors.getvalue()) == (1, True)
    assert world.of("acme").seen(Credential, ["capm"])["capm"].entry.issuer_id == "pmi-inc"

"""Who reads which events is said once, in proto/, and is true."""

from cairn_learners.adapters.kafka.projections import PROJECTIONS as LEARNERS
from cairn_platform.events import contract_of
from cairn_reporting.adapters.kafka.projections import PROJECTIONS as REPORTING
from docs.events_page import message_contracts


def test_every_service_reads_what_the_contracts_declare() -> None:
    declared = {(consumer, each.topic) for each in message_contracts() for consumer in each.consumers}
    read = {
        (service, contract_of(projection.message).topic)
        for service, projections in (("learners", LEARNERS), ("reporting", REPORTING))
        for projection in projections
    }
    assert read == declared

"""Open edX's producer: `python -m bench.openedx.publish TOPIC COUNT` sends so many certificates, each about a course and a person."""

import sys

import django
from edx_event_bus_kafka import create_producer
from opaque_keys.edx.keys import CourseKey
from openedx_events.learning.data import CertificateData, CourseData, UserData, UserPersonalData
from openedx_events.learning.signals import CERTIFICATE_CREATED


def main() -> None:
    """Returns when Kafka has them all."""
    topic, count = sys.argv[1:]
    django.setup()
    producer = create_producer()
    for number in range(int(count)):
        producer.send(
            signal=CERTIFICATE_CREATED,
            topic=topic,
            event_key_field="certificate.course.course_key",
            event_data={"certificate": _certificate(number)},
            event_metadata=CERTIFICATE_CREATED.generate_signal_metadata(),
        )
    producer.prepare_for_shutdown()


def _certificate(number: int) -> CertificateData:
    person = f"person-{number % 500}"
    return CertificateData(
        user=UserData(
            id=number % 500,
            is_active=True,
            pii=UserPersonalData(username=person, email=f"{person}@bench.example"),
        ),
        course=CourseData(course_key=CourseKey.from_string(f"course-v1:bench+c{number % 60}+2026")),
        mode="verified",
        grade="1.0",
        download_url=f"https://evidence.example/{number}",
        name="Certificate",
        current_status="downloadable",
    )


if __name__ == "__main__":
    main()

"""What a service is told about stores that ask for TLS and credentials."""

import pytest
from pydantic import SecretStr, ValidationError

from cairn_platform.settings import KafkaSettings, MongoSettings

SASL = {"sasl_mechanism": "SCRAM-SHA-512", "sasl_username": "cairn", "sasl_password": SecretStr("a secret")}


def test_kafka_without_more_is_plain() -> None:
    connection = KafkaSettings().connection()
    assert connection.pop("bootstrap_servers") == "127.0.0.1:9092"
    assert connection.pop("security_protocol") == "PLAINTEXT"
    assert {value for name, value in connection.items() if name.startswith(("sasl", "ssl"))} == {None}


def test_kafka_by_tls_and_password() -> None:
    settings = KafkaSettings.model_validate(
        {"security_protocol": "SASL_SSL", "ssl_ca_file": "/ca.crt", **SASL}
    )
    connection = settings.connection()
    assert connection["sasl_mechanism"] == "SCRAM-SHA-512"
    assert connection["sasl_plain_password"] == "a secret"
    assert connection["ssl_cafile"] == "/ca.crt"
    assert "a secret" not in repr(settings)


@pytest.mark.parametrize("missing", sorted(SASL))
def test_kafka_by_password_needs_all_of_it(missing: str) -> None:
    given = {name: value for name, value in SASL.items() if name != missing}
    with pytest.raises(
        ValidationError, match="SASL_SSL needs sasl_mechanism, sasl_username and sasl_password"
    ):
        KafkaSettings.model_validate({"security_protocol": "SASL_SSL", **given})


def test_a_certificate_for_kafka_needs_its_key() -> None:
    with pytest.raises(ValidationError, match="go together"):
        KafkaSettings(security_protocol="SSL", ssl_certificate_file="/tls.crt")


def test_an_unknown_security_protocol_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_KAFKA_SECURITY_PROTOCOL", "TLS")
    with pytest.raises(ValidationError, match="security_protocol"):
        KafkaSettings()


def test_mongodb_with_a_certificate_authority_is_reached_by_tls() -> None:
    plain = MongoSettings(database="cairn_test").connection()
    assert not [name for name in plain if name.startswith("tls")]
    secure = MongoSettings(
        database="cairn_test", tls_ca_file="/ca.crt", tls_certificate_key_file="/tls.pem"
    ).connection()
    assert (secure["tls"], secure["tlsCAFile"], secure["tlsCertificateKeyFile"]) == (
        True,
        "/ca.crt",
        "/tls.pem",
    )

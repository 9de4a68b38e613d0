"""Django's settings for Open edX's event bus; where Kafka and the schema registry are comes from the environment."""

import os

EVENT_BUS_KAFKA_BOOTSTRAP_SERVERS = os.environ["KAFKA_BOOTSTRAP"]
EVENT_BUS_KAFKA_SCHEMA_REGISTRY_URL = os.environ["SCHEMA_REGISTRY"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
USE_TZ = True

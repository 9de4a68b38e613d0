"""A schema registry of the bench's own: it remembers schemas and gives them numbers, all that the event bus asks of Confluent's."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def schema_registry() -> Iterator[str]:
    """Where it answers, until the end of the block."""
    schemas: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        """Registers a schema under any subject, and gives one by its number."""

        def do_POST(self) -> None:
            """`/subjects/…/versions`: the schema's number, the same for the same schema."""
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if asked["schema"] not in schemas:
                schemas.append(asked["schema"])
            self._answer({"id": schemas.index(asked["schema"]) + 1, "version": 1, **asked})

        def do_GET(self) -> None:
            """`/schemas/ids/1`: the schema. There is nothing else to be found here."""
            path = self.path.partition("?")[0]
            if path.startswith("/schemas/ids/"):
                self._answer({"schema": schemas[int(path.rpartition("/")[2]) - 1]})
            else:
                self._answer({"error_code": 40401, "message": "not found"}, status=404)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def _answer(self, answer: object, *, status: int = 200) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.schemaregistry.v1+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()

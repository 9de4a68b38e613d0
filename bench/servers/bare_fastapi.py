"""The barest FastAPI application that answers with the same schema: `python -m bench.servers.bare_fastapi PORT`."""

import sys
from collections.abc import Sequence

import uvicorn
from fastapi import FastAPI

from cairn_gateway.adapters.http.people import Person, Position

app = FastAPI()


@app.get("/api/v1/people/{person_id}")
async def get_person(person_id: str) -> Person:
    """Somebody made up."""
    return Person(
        person_id=person_id,
        version=1,
        given_name="Given",
        family_name="Family",
        email="person@bench.example",
        position=Position(title="Analyst", role_id=None, department_id=None, manager_id="person-00000"),
        target_role_id=None,
        hired_on=None,
        has_account=False,
        past_roles=[],
        past_employments=[],
    )


def main(arguments: Sequence[str]) -> None:
    """Serves until it is ended, with the gateway's own uvicorn settings."""
    (port,) = arguments
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, access_log=False, server_header=False)


if __name__ == "__main__":
    main(sys.argv[1:])

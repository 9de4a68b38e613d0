"""Which faults of MongoDB pass and which never will."""

from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError

# https://github.com/mongodb/mongo/blob/v6.0/src/mongo/base/error_codes.yml: what is wrong with the document, not with the server.
_NEVER_STORED = frozenset(
    {
        2,  # BadValue
        9,  # FailedToParse
        14,  # TypeMismatch
        15,  # Overflow: nested too deep
        16,  # InvalidLength
        22,  # InvalidBSON
        28,  # PathNotViable
        52,  # DollarPrefixedFieldName
        56,  # EmptyFieldName
        57,  # DottedFieldName
        66,  # ImmutableField
        121,  # DocumentValidationFailure
        171,  # CannotIndexParallelArrays
        10334,  # BSONObjectTooLarge
        17280,  # KeyTooLong
        17419,  # an update makes the document too large
        17420,  # the same, of another way to update
    }
)


def can_never_be_stored(error: PyMongoError) -> bool:
    """Whether MongoDB refused a document for what it is: waiting does not help then. Of every other fault it may."""
    if isinstance(error, BulkWriteError):
        details = error.details or {}
        return any(each["code"] in _NEVER_STORED for each in details.get("writeErrors", ()))
    return isinstance(error, OperationFailure) and error.code in _NEVER_STORED

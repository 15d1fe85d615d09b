"""The values of a description, as JavaScript writes its own to compare them."""

UNDEFINED = "undefined"


def octets(value):
    return "bytes " + bytes(value).hex()


def integer(value):
    return f"integer {value}"


def time(value):
    return f"time {value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03}Z"


def or_none(write, value):
    return None if value is None else write(value)

"""The answers of tests/field: `cases` makes those of one kind, with what they have to be worth, and with OpenSSL's
opinion of them. No code of this library takes part.
"""

from importlib import import_module

from field.oracle import ask_openssl
from python_worker import serve


def cases(kind, ask=True):
    made = import_module(f"field.{kind}").cases()
    if ask:
        ask_openssl(made)
    return made


serve([cases])

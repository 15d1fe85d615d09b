"""The Python contestant: answers the JSON commands of ../contestant.js, one per line, as ../driver.js does."""

import base64
import json
import platform
import sys
import timeit
from collections import deque

import cryptography

import operations

prepared = {}


def prepare(command):
    """Reads the files of a case, ready to run; `rows` collects what one run reads, `run` drops it."""
    files = {name: base64.b64decode(text) for name, text in command["files"].items()}
    make = operations.OPERATIONS[command["operation"]]
    rows = []
    prepared[command["case"]] = {
        "run": make(files, deque(maxlen=1).append),
        "show": make(files, rows.append),
        "rows": rows,
    }


def rows(command):
    """What one run reads, each value as the text that all contestants agree on."""
    case = prepared[command["case"]]
    case["show"]()
    texts = [[operations.text(value) for value in row] for row in case["rows"]]
    case["rows"].clear()
    return texts


def time(command):
    """Seconds that so many runs take."""
    return timeit.timeit(prepared[command["case"]]["run"], number=command["runs"])


def about(_command):
    return {
        "version": cryptography.__version__,
        "runtime": f"Python {platform.python_version()}",
        "operations": list(operations.OPERATIONS),
        "without": {},
    }


COMMANDS = {"about": about, "prepare": prepare, "rows": rows, "time": time}

for line in sys.stdin:
    command = json.loads(line)
    try:
        answer = {"answer": COMMANDS[command["do"]](command)}
    except Exception as error:  # the other process decides what a failure means
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)

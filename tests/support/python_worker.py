"""The Python half of python-worker.js: serves functions over JSON lines.

A line in is {"id", "call": name, "given": {argument: value}}; a line out is {"id", "result"} or {"id", "error":
traceback}.
"""

import json
import sys
import traceback


def serve(functions):
    by_name = {function.__name__: function for function in functions}
    # What a function prints must not run into the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        message = json.loads(line)
        answer = {"id": message["id"]}
        try:
            answer["result"] = by_name[message["call"]](**message["given"])
        except Exception:
            answer["error"] = traceback.format_exc()
        print(json.dumps(answer), file=answers, flush=True)

"""The line protocol of test/conformance/clients/driver.ts, for clients in Python.

A command is one JSON object a line on standard input, `do` names the action and the rest are its arguments. Its answer is
one line on standard output: {"ok": RESULT} or {"error": TEXT}. Commands run one after the other; members of groups read
in threads of their own, and `poll` takes what they have read.
"""

import json
import sys
import threading
import traceback

members = {}


class Member(threading.Thread):
    """A member of a group. `read(self)` yields lists of records as it reads and commits, until `self.leaving` is set."""

    def __init__(self, read):
        super().__init__(daemon=True)
        self.read = read
        self.leaving = threading.Event()
        self.changed = threading.Condition()
        self.records = []
        self.assigned = []
        self.failure = None
        self.start()

    def run(self):
        try:
            self.read(self)
        except Exception as error:  # told by the next poll
            self.failure = f"{type(error).__name__}: {error}"
            traceback.print_exc()

    def assign(self, partitions):
        self.assigned = sorted(partitions)

    def add(self, records):
        with self.changed:
            self.records.extend(records)
            self.changed.notify()

    def take(self):
        with self.changed:
            if not self.records:
                self.changed.wait(0.2)
            records, self.records = self.records, []
        if self.failure is not None:
            raise RuntimeError(self.failure)
        return {"assigned": self.assigned, "records": records}


def record(partition, offset, key, value, headers):
    """One record as the suite compares it; header values and payloads are text."""
    return {
        "partition": partition,
        "offset": offset,
        "key": text(key),
        "value": text(value),
        "headers": {name: text(data) for name, data in headers or []},
    }


def text(data):
    return data.decode() if isinstance(data, bytes) else data


def poll(member):
    return members[member].take()


def leave(member):
    thread = members.pop(member)
    thread.leaving.set()
    thread.join(30)
    if thread.failure is not None:
        raise RuntimeError(thread.failure)


def serve(actions):
    """Answers commands until standard input ends. `join` must put a Member into `members`."""
    actions = {"poll": poll, "leave": leave, **actions}
    answers = sys.stdout
    sys.stdout = sys.stderr  # what a client prints is no answer
    for line in sys.stdin:
        arguments = json.loads(line)
        try:
            answer = {"ok": actions[arguments.pop("do")](**arguments)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)

"""strace as an accident: kills a process at its n-th call of one kind, or lets that call fail.

strace counts per thread: the n-th call is that of the first thread which comes to it. A program's calls are the same in
every run but for the order of its threads, so the n-th call is nearly the same one again.
"""

import collections
import os
import re
import shutil

# What makes bytes, names or sizes last. A killed program loses what it would have done from this call on.
CALLS = ("write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2", "unlink",
         "unlinkat", "mkdir", "mkdirat", "link", "linkat", "sendto", "sendmsg")
FAILING = {
    "eio": ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2", "unlink",
            "unlinkat"),
    "full": ("write", "pwrite64", "mkdir", "mkdirat"),
}
KINDS = ("kill", *FAILING)
NOT_DATA = ("server.log", ".sock")
LINE = re.compile(r"^(\d+) +([a-z0-9_]+)\((.*)")
STRACE = shutil.which("strace")


class Fault:
    """One accident. `files` are the only ones whose calls fail: a failing pipe or event counter proves nothing."""

    def __init__(self, kind, call, number, files, trace):
        self.kind, self.call, self.number, self.files, self.trace = kind, call, number, files, trace

    def around(self, command):
        if os.path.exists(self.trace):
            os.unlink(self.trace)
        what = {"kill": f"signal=KILL:when={self.number}", "eio": f"error=EIO:when={self.number}",
                "full": f"error=ENOSPC:when={self.number}+"}[self.kind]
        paths = [] if self.kind == "kill" else [w for f in self.files for w in ("-P", f)]
        # No --seccomp-bpf: the kernel drops a signal that is injected at its stops.
        return [STRACE, "-f", "-q", "-s", "0", "-o", self.trace, "-e", f"trace={self.call}",
                "-e", f"inject={self.call}:{what}", "-e", "signal=none", *paths, *command]

    @property
    def was_hit(self):
        """A call that failed is marked; a killed program has no exit status."""
        try:
            with open(self.trace, errors="replace") as lines:
                text = lines.read()
        except FileNotFoundError:
            return False
        return "+++ exited with" not in text if self.kind == "kill" else "(INJECTED)" in text


class Watch:
    """Nothing happens but that the calls are counted."""

    def __init__(self, folder, trace):
        self.folder, self.trace = str(folder), trace

    def around(self, command):
        if os.path.exists(self.trace):
            os.unlink(self.trace)
        return [STRACE, "-f", "--seccomp-bpf", "-qq", "-y", "-s", "0", "-o", self.trace, "-e",
                "trace=" + ",".join(CALLS), "-e", "signal=none", *command]

    def counted(self):
        """((kind, call) -> how many points, the folder's files that were written)."""
        threads, files = collections.Counter(), set()
        inside = re.compile(re.escape(self.folder) + r"/[^>\"]+")
        with open(self.trace, errors="replace") as lines:
            for line in lines:
                found = LINE.match(line)
                if not found or "resumed>" in line:
                    continue
                thread, call, rest = found.groups()
                threads["kill", call, thread] += 1
                touched = {f for f in inside.findall(rest) if not f.endswith(NOT_DATA)}
                if not touched:
                    continue
                files |= touched
                for kind, calls in FAILING.items():
                    if call in calls:
                        threads[kind, call, thread] += 1
        points = collections.defaultdict(int)
        for (kind, call, _), count in threads.items():
            points[kind, call] = max(points[kind, call], count)
        return dict(points), sorted(files)

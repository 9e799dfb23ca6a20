"""What must be true, kept by hand: a small model that shares nothing with the project's code.

It knows what each device has done, what the server has admitted and in which order, who holds which account, and from
that says what a register must show, which edits must have met, what is owed, and which operations must be there.
"""

import copy


class Model:
    def __init__(self, accounts):
        self.assigned = {a: "Ana" for a in accounts}
        self.lender = {}  # account -> balance of the file
        self.acts = {}  # operation -> what it was
        self.admitted = []  # operations, in the order of admission
        self.registers = {}  # account -> (value, operation) as admitted last
        self.conflicts = {}  # account -> values that must stand in a conflict
        self.is_ordered = True  # False once a restore may have changed the order of admission

    def acted(self, operation, kind, account, device, **details):
        self.acts[operation] = {"kind": kind, "account": account, "device": device, **details}

    def admit(self, operation):
        """The server took it: the outcome that it must have (None: any final one)."""
        if operation in self.admitted:
            return None
        self.admitted.append(operation)
        act = self.acts[operation]
        if act["kind"] != "register":
            return "applied"
        account = act["account"]
        shown, writer = self.registers.get(account, ("", b""))
        self.registers[account] = (act["value"], operation) if act["value"] != shown else (shown, writer)
        if not self.is_ordered:
            return None
        if act["base_operation"] == writer or act["value"] == shown:
            return None if account in self.conflicts else "applied"
        self.conflicts.setdefault(account, set()).update({shown, act["value"]})
        return "conflicted"

    def of(self, kind, account=None):
        return {o: self.acts[o] for o in self.admitted
                if self.acts[o]["kind"] == kind and account in (None, self.acts[o]["account"])}

    def paid(self, account):
        return sum(p["amount"] for p in self.of("payment", account).values())

    def snapshot(self):
        """What a backup holds."""
        return copy.deepcopy((self.assigned, self.admitted, self.registers, self.conflicts))

    def restored(self, snapshot):
        """The server knows no more than the backup; returns the accounts whose assignment it has forgotten."""
        before = self.assigned
        self.assigned, self.admitted, self.registers, _ = copy.deepcopy(snapshot)
        self.is_ordered = False
        return {a: who for a, who in before.items() if self.assigned[a] != who}

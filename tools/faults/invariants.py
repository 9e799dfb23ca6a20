"""What must be true from outside, whatever happened; asked of the programs themselves and compared with a ledger."""

import collections
import csv
import decimal
import json

DOCUMENTED = {0, 1, 64, 65, 69, 73, 74, 75, 76, 77, 80, 81, 82, 83}
FINAL = {"applied", "merged", "conflicted", "refused", "withdrawn"}


class Ledger:
    """What the programs printed as recorded, and what the lender's file said."""

    def __init__(self):
        self.acts = []  # {home, kind, operation, id, account, amount}
        self.lender = {}  # account number -> balance in minor units
        self.homes = []  # the laptops that hold a replica

    def copy(self):
        other = Ledger()
        other.acts, other.lender, other.homes = list(self.acts), dict(self.lender), list(self.homes)
        return other

    def read_file(self, path):
        with open(path, newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                self.lender[row["account_number"]] = int(decimal.Decimal(row["balance"]) * 100)

    def record(self, who, kind, finished, amount=0):
        """Notes an act that was printed as recorded."""
        printed = finished.json if hasattr(finished, "json") else finished
        self.acts.append({"home": who, "kind": kind, "operation": printed["operation"], "id": printed["id"],
                          "account": printed["account"], "amount": amount})
        return printed


def check_status(finished, killed=False):
    """A program ends with a documented status, says why, and says nothing on stdout when it failed."""
    if killed and finished.status == -9:
        return
    assert finished.status in DOCUMENTED, f"undocumented end: {finished}"
    if finished.status in (0, 1, 81, 82):
        return
    last = finished.errors.strip().splitlines()[-1:] or [""]
    try:
        error = json.loads(last[0])["error"]
    except (ValueError, KeyError, TypeError):
        raise AssertionError(f"an error without its JSON: {finished}") from None
    assert error["code"] and error["message"], f"an error that says nothing: {finished}"


def settle(site, ledger, rounds=5):
    """Everybody syncs until a round in which nothing moves; then all digests match and nobody has work that was not sent."""
    for _ in range(rounds):
        done = {who: site.good(who, "sync") for who in ledger.homes}
        for who, report in done.items():
            assert report["digest"] != "mismatch", f"{who}: the replica differs from the server"
        if any(report["pulled"] + report["pushed"] for report in done.values()):
            continue
        pending = {who: site.good(who, "status")["pending"] for who in ledger.homes}
        if not any(pending.values()):
            break
    else:
        raise AssertionError(f"not at rest after {rounds} rounds: {done}")
    for who, report in done.items():
        assert report["digest"] == "match", f"{who}: digest {report['digest']} after settling"


def check_doctor(site, who):
    for item in site.in_turn(who, "doctor")["items"]:
        assert item["state"] != "problem", f"{who}: doctor: {item}"
        if item["check"] in ("replica", "digest", "outbox"):
            assert item["state"] == "ok", f"{who}: doctor: {item}"


def check_operations(site, ledger):
    """Each operation of each laptop is on the server once, with one final outcome, and has one receipt."""
    stored = site.admin("admin", "operation", "list", "--limit", "10000")["items"]
    outcomes = collections.defaultdict(list)
    for item in stored:
        outcomes[item["operation"]].append(item["outcome"])
    for name, found in outcomes.items():
        assert len(found) == 1 and found[0] in FINAL, f"operation {name} on the server: {found}"
    for who in ledger.homes:
        own = [o["operation"] for o in site.good(who, "outbox", "list", "--all", "--limit", "10000")["items"]]
        receipts = collections.Counter(
            r["operation"] for r in site.good(who, "receipt", "list", "--limit", "10000")["items"])
        assert len(own) == len(set(own)), f"{who}: an operation twice in the outbox"
        acts = [a["operation"] for a in ledger.acts if a["home"] == who]
        assert set(acts) <= set(own), f"{who}: recorded and not in the outbox: {set(acts) - set(own)}"
        for name in own:
            assert name in outcomes, f"{who}: operation {name} is not on the server"
            assert receipts[name] == 1, f"{who}: operation {name} has {receipts[name]} receipts"


def check_records(site, ledger, branch):
    """Each fact is shown once by the branch's laptop, and the money adds up."""
    accounts = {a["id"]: a for a in site.good(branch, "account", "list")["items"]}
    numbers = [a["number"] for a in accounts.values()]
    assert sorted(numbers) == sorted(ledger.lender), f"accounts: {len(numbers)} shown, {len(ledger.lender)} in the file"
    for act in ledger.acts:
        assert act["account"] in accounts, f"{act}: its account is not shown"
    for account in sorted({a["account"] for a in ledger.acts}):
        shown = site.good(branch, "account", "show", account)
        kinds = collections.defaultdict(list)
        for act in ledger.acts:
            if act["account"] == account:
                kinds[act["kind"]].append(act)
        for kind, part in (("visit", "visits"), ("payment", "payments"), ("promise", "promises")):
            ids = collections.Counter(r["id"] for r in shown[part])
            for act in kinds[kind]:
                assert ids[act["id"]] == 1, f"{kind} {act['id']} is shown {ids[act['id']]} times"
        paid = sum(p["amount"]["minor"] for p in shown["payments"] if not p["reversed_by"])
        least = sum(a["amount"] for a in kinds["payment"])
        assert paid >= least, f"{account}: {least} was taken and {paid} is shown"
        money, lender = shown["account"], ledger.lender[shown["account"]["number"]]
        assert money["lender_balance"]["minor"] == lender, f"{account}: the lender's balance is not the file's"
        collected = money["collected_since"]["minor"]
        assert collected == paid, f"{account}: {collected} collected, {paid} paid"
        assert money["balance"]["minor"] == lender - paid, f"{account}: balance {money['balance']}, {lender} - {paid}"
    return accounts


def check_views(site, ledger, accounts, branch):
    """A collector's laptop shows the same balances as the branch's."""
    for who in ledger.homes:
        if who == branch:
            continue
        for item in site.good(who, "account", "list")["items"]:
            other = accounts.get(item["id"])
            assert other is not None, f"{who}: shows an account that the branch has not"
            assert item["balance"] == other["balance"], f"{who}: {item} and in the branch {other}"


def check_store(site, when):
    verified = site.daemon("verify", "--data", site.data, "--json")
    assert verified.status == 0 and verified.json["sound"], f"{when}: {verified}"


def check_all(site, ledger, branch="oficina"):
    """The server runs, without faults."""
    settle(site, ledger)
    check_operations(site, ledger)
    check_views(site, ledger, check_records(site, ledger, branch), branch)
    for who in ledger.homes:
        check_doctor(site, who)
    check_store(site, "while serving")
    assert site.stop() == 0, f"the server did not end well:\n{site.log()}"
    check_store(site, "after the end")

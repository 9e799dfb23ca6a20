"""A second client of the protocol, written from Protos/ and the protocol page alone."""

import base64
import hashlib
import os
import queue
import struct
import time

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cartera.v1 import (
    common_pb2,
    enrolment_pb2,
    enrolment_pb2_grpc,
    exchange_pb2,
    exchange_pb2_grpc,
    operations_pb2,
    records_pb2,
)

MODULUS = 1 << 128


def now_ms():
    return time.time_ns() // 1_000_000


def uuid7():
    raw = bytearray(now_ms().to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return bytes(raw)


def row_digest(kind, record, epoch, commit, body):
    content = struct.pack(">H", kind) + record + struct.pack(">QQ", epoch, commit) + body
    return int.from_bytes(hashlib.sha256(content).digest()[:16], "big")


def read_invitation(text):
    prefix = "cartera1-"
    assert text.startswith(prefix)
    raw = text[len(prefix):]
    return enrolment_pb2.Invitation.FromString(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))


def connect(port, root, authority, key=None, chain=None):
    credentials = grpc.ssl_channel_credentials(root, key, chain)
    return grpc.secure_channel(
        f"127.0.0.1:{port}", credentials, [("grpc.ssl_target_name_override", authority)])


class Cut(Exception):
    """The stream ended without Bye."""


class Restricted(Exception):
    """The server takes what the device has into quarantine and sends nothing: quarantined or revoked."""

    def __init__(self, verdict, reason):
        super().__init__(f"{verdict}: {reason}")
        self.verdict, self.reason = verdict, reason


class Device:
    """One enrolled device: its chain, its outbox, and a replica as a plain dictionary."""

    def __init__(self, port, root, invitation, name="python"):
        self.port, self.root = port, root
        ticket = read_invitation(invitation)
        self.authority = ticket.authority
        private = ec.generate_private_key(ec.SECP256R1())
        request = (
            x509.CertificateSigningRequestBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .sign(private, hashes.SHA256())
        )
        self.key = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        with connect(port, root, self.authority) as channel:
            reply = enrolment_pb2_grpc.EnrolmentStub(channel).Enroll(
                enrolment_pb2.EnrollRequest(
                    protocol=1, token=ticket.token, device_name=name,
                    certificate_request=request.public_bytes(serialization.Encoding.DER)))
        self.chain = reply.certificate_chain.encode()
        self.id, self.person, self.branch = reply.device, reply.person, reply.branch
        self.incarnation = reply.incarnation or 1
        self.sequence, self.link = 0, b""
        self.acknowledged = 0
        self.links = {0: b""}  # sequence -> link
        self.outbox = []  # (sequence, header bytes, body bytes, id)
        self.chain_of = []  # everything minted in this incarnation, as the outbox has it: a restored server asks again
        self.receipts = {}
        self.rows = {}  # (kind, id) -> (account, epoch, commit, body)
        self.cursor = common_pb2.FeedPosition()
        self.evicted = []
        self.hlc = 0

    # Acting

    def act(self, account, field, intent, depends_on=(), sequence=None, device=None):
        wrapped = operations_pb2.Intent(**{field: intent})
        payload = wrapped.SerializeToString()
        salt = os.urandom(16)
        self.sequence = sequence if sequence is not None else self.sequence + 1
        self.hlc = max(self.hlc + 1, now_ms() << 16)
        header = operations_pb2.OperationHeader(
            id=uuid7(), device=device or self.id, incarnation=self.incarnation, sequence=self.sequence,
            previous_link=self.link, account=account,
            kind=operations_pb2.Intent.DESCRIPTOR.fields_by_name[field].number,
            depends_on=list(depends_on), seen=self.cursor, wall_clock=now_ms(), hlc=self.hlc, author=self.person,
            commitment=hashlib.sha256(b"cartera-body-1" + salt + payload).digest())
        encoded = header.SerializeToString()
        self.link = hashlib.sha256(b"cartera-op-1" + encoded).digest()
        self.links[self.sequence] = self.link
        body = operations_pb2.OperationBody(salt=salt, intent=payload).SerializeToString()
        self.outbox.append((self.sequence, encoded, body, header.id))
        self.chain_of.append(self.outbox[-1])
        return header.id

    def rechain(self, incarnation):
        """A new incarnation: what is unsent keeps names and bodies and gets new positions."""
        self.incarnation, self.sequence, self.link, self.acknowledged = incarnation, 0, b"", 0
        self.links, self.chain_of, waiting, self.outbox = {0: b""}, [], self.outbox, []
        for _, encoded, body, name in waiting:
            header = operations_pb2.OperationHeader.FromString(encoded)
            self.sequence += 1
            header.incarnation, header.sequence, header.previous_link = incarnation, self.sequence, self.link
            encoded = header.SerializeToString()
            self.link = hashlib.sha256(b"cartera-op-1" + encoded).digest()
            self.links[self.sequence] = self.link
            self.outbox.append((self.sequence, encoded, body, name))
        self.chain_of = list(self.outbox)

    # Exchanging

    def digest(self):
        total = sum(row_digest(kind, key, e, c, body) for (kind, key), (_, e, c, body) in self.rows.items())
        return exchange_pb2.ScopeDigest(sum=(total % MODULUS).to_bytes(16, "big"), count=len(self.rows))

    def frames(self, sending):
        while True:
            frame = sending.get()
            if frame is None:
                return
            yield frame

    def hello(self):
        hello = exchange_pb2.Hello(
            protocol=1, incarnation=self.incarnation, last_acknowledged_sequence=self.acknowledged,
            last_acknowledged_link=self.links[self.acknowledged],
            last_minted_sequence=self.sequence, last_minted_link=self.link, pending=len(self.outbox),
            encodings=["identity"], wall_clock=now_ms(), hlc=self.hlc, program_version="python")
        if self.cursor.branch:
            hello.positions.add(cursor=self.cursor, digest=self.digest())
        return hello

    def sync(self, cut_after_receipts=False, push=None):
        """One round; returns (receipts of this round, whether the digest matched)."""
        sending = queue.Queue()
        with connect(self.port, self.root, self.authority, self.key, self.chain) as channel:
            replies = exchange_pb2_grpc.ExchangeStub(channel).Exchange(self.frames(sending), timeout=60)
            self.round, self.restriction = 1, None
            sending.put(exchange_pb2.DeviceFrame(hello=self.hello()))
            self.push(sending, self.outbox if push is None else push)
            fresh, matched = {}, None
            for frame in replies:
                which = frame.WhichOneof("frame")
                if which == "welcome":
                    self.welcome(frame.welcome, sending)
                elif which == "receipts":
                    for receipt in frame.receipts.receipts:
                        fresh[receipt.operation] = receipt
                        self.receipts[receipt.operation] = receipt
                    mine = {name: sequence for sequence, _, _, name in self.chain_of}
                    self.acknowledged = max([self.acknowledged, *(mine.get(r, 0) for r in fresh)])
                    self.outbox = [o for o in self.outbox if o[3] not in self.receipts]
                    if cut_after_receipts:
                        replies.cancel()
                        sending.put(None)
                        return fresh, None
                elif which == "page":
                    self.page(frame.page)
                    sending.put(exchange_pb2.DeviceFrame(
                        applied=exchange_pb2.Applied(cursor=self.cursor, digest=self.digest())))
                elif which == "checkpoint":
                    matched = self.checkpoint(frame.checkpoint)
                    sending.put(exchange_pb2.DeviceFrame(applied=exchange_pb2.Applied(
                        cursor=self.cursor, digest=self.digest(), erased=self.evicted,
                        comparison="match" if matched else "mismatch")))
                    self.evicted = []
                    if frame.checkpoint.round == self.round and frame.checkpoint.caught_up:
                        sending.put(exchange_pb2.DeviceFrame(bye=exchange_pb2.Bye(reason="done")))
                elif which == "bye":
                    sending.put(None)
                    if self.restriction:
                        raise self.restriction
                    if frame.bye.reason in ("quarantined", "revoked"):
                        raise Restricted(frame.bye.reason, frame.bye.detail)
                    return fresh, matched
            sending.put(None)
            raise Cut()

    def push(self, sending, operations):
        for start in range(0, len(operations), 256):
            batch = exchange_pb2.PushBatch(operations=[
                exchange_pb2.PushedOperation(header=h, body=b) for _, h, b, _ in operations[start:start + 256]])
            sending.put(exchange_pb2.DeviceFrame(push=batch))
        sending.put(exchange_pb2.DeviceFrame(end_of_push=exchange_pb2.EndOfPush(round=self.round)))

    def welcome(self, welcome, sending):
        """What was sent ahead of a Welcome that is no resume was ignored: it goes again, as a further round."""
        verdict = welcome.WhichOneof("verdict")
        if verdict == "resume":
            return
        self.round += 1
        beyond = [o for o in self.chain_of if o[0] > welcome.chain_sequence]
        if verdict == "send_from":
            beyond = [o for o in self.chain_of if o[0] >= welcome.send_from.sequence]
        elif verdict == "new_incarnation":
            self.rechain(welcome.new_incarnation.incarnation)
            beyond = self.outbox
        elif verdict in ("scope_changed", "rebaseline"):
            self.rows, self.cursor = {}, common_pb2.FeedPosition()
        else:
            assert verdict in ("quarantined", "revoked"), verdict
            self.restriction = Restricted(verdict, getattr(welcome, verdict).reason)
        self.push(sending, beyond)

    def page(self, page):
        assert page.encoding == "identity"
        content = exchange_pb2.PageContent.FromString(page.content)
        for row in content.rows:
            account = row.account or (row.id if row.kind < 64 else b"")
            if row.state == exchange_pb2.ROW_EVICTION:
                self.evicted.append(row.id)
                self.rows = {k: v for k, v in self.rows.items() if v[0] != row.id}
            elif row.state == exchange_pb2.ROW_TOMBSTONE:
                self.rows.pop((row.kind, row.id), None)
            else:
                self.rows[(row.kind, row.id)] = (account, row.version_epoch, row.version_commit, row.body)
        self.cursor = page.reaches

    def checkpoint(self, checkpoint):
        self.cursor = checkpoint.at
        return checkpoint.digest == self.digest()

    # Reading

    def records(self, kind, message, account=None):
        return {
            key: message.FromString(body)
            for (k, key), (owner, _, _, body) in self.rows.items()
            if k == kind and (account is None or owner == account)
        }

    def accounts(self):
        return self.records(records_pb2.RECORD_ACCOUNT, records_pb2.Account)

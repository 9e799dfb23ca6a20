internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension FeedPosition {
    package func proto() -> Cartera_V1_FeedPosition {
        .with {
            $0.branch = branch.data
            $0.epoch = epoch
            $0.commit = commit
            $0.lastKey = Data(lastKey)
        }
    }
}

extension Cartera_V1_FeedPosition {
    package func native() throws -> FeedPosition {
        guard lastKey.isEmpty || lastKey.count == 18 else { throw WireFailure.malformed("FeedPosition.last_key") }
        return FeedPosition(
            branch: try branch.optionalIdentifier("FeedPosition.branch"), epoch: epoch, commit: commit,
            lastKey: [UInt8](lastKey))
    }
}

extension ScopeDigest {
    package func proto() -> Cartera_V1_ScopeDigest {
        .with {
            $0.sum = Data(bytes)
            $0.count = UInt64(clamping: count)
        }
    }
}

extension Cartera_V1_ScopeDigest {
    /// An absent sum is the empty scope's.
    package func native() throws -> ScopeDigest {
        if sum.isEmpty && count == 0 { return ScopeDigest() }
        guard let digest = ScopeDigest(bytes: sum, count: Int64(clamping: count)) else {
            throw WireFailure.malformed("ScopeDigest.sum")
        }
        return digest
    }
}

extension LogHead {
    package func proto() -> Cartera_V1_LogHead {
        .with {
            $0.log = Data(log.bytes)
            $0.size = size
            $0.root = Data(root)
        }
    }
}

extension Cartera_V1_LogHead {
    package func native() throws -> LogHead {
        LogHead(log: try log.identifier("LogHead.log"), size: size, root: [UInt8](root))
    }
}

extension ReplicaPosition {
    package func proto() -> Cartera_V1_ReplicaPosition {
        .with {
            $0.cursor = cursor.proto()
            $0.digest = digest.proto()
        }
    }
}

extension Cartera_V1_ReplicaPosition {
    package func native() throws -> ReplicaPosition {
        ReplicaPosition(cursor: try cursor.native(), digest: try digest.native())
    }
}

extension Receipt {
    package func proto() -> Cartera_V1_Receipt {
        .with {
            $0.operation = Data(operation.bytes)
            $0.device = Data(device.bytes)
            $0.sequence = sequence
            $0.outcome = outcome.proto()
            $0.branch = branch.data
            $0.epoch = epoch
            $0.commit = commit
            $0.alreadyApplied = alreadyApplied
            $0.receivedAt = receivedAt.milliseconds
            $0.log = log.data
            $0.leafIndex = leafIndex
            $0.leafHash = Data(leafHash)
        }
    }
}

extension Cartera_V1_Receipt {
    package func native() throws -> Receipt {
        Receipt(
            operation: try operation.identifier("Receipt.operation"), device: try device.identifier("Receipt.device"),
            sequence: sequence, outcome: try outcome.native(), branch: try branch.optionalIdentifier("Receipt.branch"),
            epoch: epoch, commit: commit, alreadyApplied: alreadyApplied,
            receivedAt: Instant(milliseconds: receivedAt), log: try log.optionalIdentifier("Receipt.log"),
            leafIndex: leafIndex, leafHash: [UInt8](leafHash))
    }
}

extension FeedRow {
    /// Absent where it follows from another field, so that a page stays small.
    package func proto() -> Cartera_V1_Row {
        .with {
            $0.kind = Cartera_V1_RecordKind(rawValue: Int(kind)) ?? .recordUnspecified
            $0.id = Data(id.bytes)
            if let account, account != id { $0.account = Data(account.bytes) }
            $0.versionEpoch = version.epoch
            $0.versionCommit = version.commit
            if feedCommit != version.commit { $0.feedCommit = feedCommit }
            $0.body = Data(bytes)
            $0.state = Cartera_V1_RowState(rawValue: Int(state.rawValue)) ?? .rowLive
        }
    }
}

extension Cartera_V1_Row {
    /// Kinds from 64 on are of audience `all` and have no account.
    private static let firstGlobalKind = 64

    package func native() throws -> FeedRow {
        guard let kind = UInt16(exactly: kind.rawValue), let state = RowState(rawValue: UInt8(clamping: state.rawValue))
        else { throw WireFailure.malformed("Row.kind") }
        let id = try id.identifier("Row.id")
        var account = try account.optionalIdentifier("Row.account")
        if account == nil, kind < Self.firstGlobalKind { account = id }
        return FeedRow(
            kind: kind, id: id, account: account, version: RecordVersion(epoch: versionEpoch, commit: versionCommit),
            feedCommit: feedCommit == 0 ? versionCommit : feedCommit, bytes: [UInt8](body), state: state)
    }
}

/// The wire's coding of a page's rows, a serialised `PageContent`.
package struct WirePageContent: PageContentCoding {
    package init() {}

    package func encode(_ rows: [FeedRow]) throws -> [UInt8] { PageBytes.write(rows) }

    package func decode(_ bytes: [UInt8]) throws -> [FeedRow] { try PageBytes.rows(bytes) }
}

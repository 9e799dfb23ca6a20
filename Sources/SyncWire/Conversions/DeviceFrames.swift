internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension DeviceFrame {
    package func proto() -> Cartera_V1_DeviceFrame {
        .with {
            switch self {
            case .hello(let hello): $0.hello = hello.proto()
            case .push(let operations): $0.push = .with { $0.operations = operations.map { $0.proto() } }
            case .endOfPush(let round): $0.endOfPush = .with { $0.round = round }
            case .applied(let applied): $0.applied = applied.proto()
            case .repair(let request): $0.repair = request.proto()
            case .bye(let bye): $0.bye = bye.proto()
            }
        }
    }
}

extension Cartera_V1_DeviceFrame {
    /// Throws `malformed_frame`; an unset frame is an error, never ignored.
    package func native() throws -> DeviceFrame {
        switch frame {
        case .hello(let hello): .hello(try hello.native())
        case .push(let batch): .push(try batch.operations.map { try $0.native() })
        case .endOfPush(let end): .endOfPush(round: end.round)
        case .applied(let applied): .applied(try applied.native())
        case .repair(let request): .repair(try request.native())
        case .bye(let bye): .bye(bye.native())
        case nil: throw WireFailure.malformed("DeviceFrame.frame")
        }
    }
}

extension SealedOperation {
    package func proto() -> Cartera_V1_PushedOperation {
        .with {
            $0.header = Data(header)
            $0.body = Data(body)
            $0.withdrawnBy = withdrawnBy.data
        }
    }
}

extension Cartera_V1_PushedOperation {
    package func native() throws -> SealedOperation {
        SealedOperation(
            header: [UInt8](header), body: [UInt8](body),
            withdrawnBy: try withdrawnBy.optionalIdentifier("PushedOperation.withdrawn_by"))
    }
}

extension Hello {
    package func proto() -> Cartera_V1_Hello {
        .with {
            $0.`protocol` = protocolVersion
            $0.incarnation = incarnation
            $0.positions = positions.map { $0.proto() }
            $0.lastAcknowledgedSequence = lastAcknowledged.sequence
            $0.lastAcknowledgedLink = Data(lastAcknowledged.link)
            if lastMinted != lastAcknowledged {
                $0.lastMintedSequence = lastMinted.sequence
                $0.lastMintedLink = Data(lastMinted.link)
            }
            $0.pending = pending
            $0.encodings = encodings
            $0.wallClock = wallClock.milliseconds
            $0.monotonic = monotonic
            $0.bootID = Data(bootID)
            $0.hlc = hlc.packed
            $0.logHeads = logHeads.map { $0.proto() }
            $0.programVersion = programVersion
            $0.oldestUnsentAt = oldestUnsentAt?.milliseconds ?? 0
            $0.renewalRequest = Data(renewalRequest)
            $0.live = live
            $0.comparesKeys = comparesKeys
            $0.comparesEpochs = comparesEpochs
            $0.comparing = isComparing
            if let lateThrough { $0.lateThrough = lateThrough }
            if let olderChainsOffered { $0.olderChainsOffered = olderChainsOffered }
            $0.scope = scope
        }
    }
}

extension Cartera_V1_Hello {
    package func native() throws -> Hello {
        let acknowledged = ChainEnd(
            incarnation: incarnation, sequence: lastAcknowledgedSequence, link: [UInt8](lastAcknowledgedLink))
        let minted = ChainEnd(
            incarnation: incarnation, sequence: lastMintedSequence, link: [UInt8](lastMintedLink))
        var hello = Hello(
            protocolVersion: `protocol`, incarnation: incarnation, positions: try positions.map { try $0.native() },
            lastAcknowledged: acknowledged, lastMinted: minted.sequence == 0 ? acknowledged : minted,
            pending: pending, encodings: encodings, wallClock: Instant(milliseconds: wallClock), monotonic: monotonic,
            bootID: [UInt8](bootID), hlc: HybridLogicalClock(packed: hlc),
            logHeads: try logHeads.map { try $0.native() }, programVersion: programVersion,
            oldestUnsentAt: oldestUnsentAt == 0 ? nil : Instant(milliseconds: oldestUnsentAt),
            renewalRequest: [UInt8](renewalRequest), live: live, comparesKeys: comparesKeys,
            scope: scope)
        hello.comparesEpochs = comparesEpochs
        hello.isComparing = comparing
        hello.lateThrough = late == nil ? nil : lateThrough
        hello.olderChainsOffered = olderChains == nil ? nil : olderChainsOffered
        return hello
    }
}

extension Applied {
    package func proto() -> Cartera_V1_Applied {
        .with {
            $0.cursor = cursor.proto()
            $0.digest = digest.proto()
            $0.erased = erased.map { Data($0.bytes) }
            $0.comparison = comparison
            $0.nothingElse = nothingElse
        }
    }
}

extension Cartera_V1_Applied {
    package func native() throws -> Applied {
        Applied(
            cursor: try cursor.native(), digest: try digest.native(),
            erased: try erased.map { try $0.identifier("Applied.erased") }, comparison: comparison,
            nothingElse: nothingElse)
    }
}

extension Bye {
    package func proto() -> Cartera_V1_Bye {
        .with {
            $0.reason = reason
            $0.detail = detail
            $0.retryAfterMs = retryAfterMilliseconds
        }
    }
}

extension Cartera_V1_Bye {
    package func native() -> Bye { Bye(reason: reason, detail: detail, retryAfterMilliseconds: retryAfterMs) }
}

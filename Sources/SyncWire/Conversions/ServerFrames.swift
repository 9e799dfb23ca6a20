internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ServerFrame {
    package func proto() -> Cartera_V1_ServerFrame {
        .with {
            switch self {
            case .welcome(let welcome): $0.welcome = welcome.proto()
            case .receipts(let receipts): $0.receipts = .with { $0.receipts = receipts.map { $0.proto() } }
            case .page(let page): $0.page = page.proto()
            case .checkpoint(let checkpoint): $0.checkpoint = checkpoint.proto()
            case .repair(let reply): $0.repair = reply.proto()
            case .bye(let bye): $0.bye = bye.proto()
            }
        }
    }
}

extension Cartera_V1_ServerFrame {
    package func native() throws -> ServerFrame {
        switch frame {
        case .welcome(let welcome): .welcome(try welcome.native())
        case .receipts(let batch): .receipts(try batch.receipts.map { try $0.native() })
        case .page(let page): .page(try page.native())
        case .checkpoint(let checkpoint): .checkpoint(try checkpoint.native())
        case .repair(let reply): .repair(try reply.native())
        case .bye(let bye): .bye(bye.native())
        case nil: throw WireFailure.malformed("ServerFrame.frame")
        }
    }
}

extension Welcome {
    package func proto() -> Cartera_V1_Welcome {
        .with {
            $0.`protocol` = protocolVersion
            $0.serverTime = serverTime.milliseconds
            if let limits = unusualLimits { $0.limits = limits }
            $0.chainSequence = chain.sequence
            $0.chainLink = Data(chain.link)
            $0.heads = heads.map { $0.proto() }
            $0.scope = scope
            $0.role = role
            $0.person = person.data
            $0.renewedCertificate = renewedCertificate
            $0.leaseExpiresAt = leaseExpiresAt?.milliseconds ?? 0
            $0.clockOffsetMs = clockOffset
            $0.compares = compares
            $0.verdict = verdict.proto()
        }
    }
}

extension Welcome {
    /// The defaults are known to both sides and cost 20 bytes in every exchange: only what differs is sent.
    private var unusualLimits: Cartera_V1_Limits? {
        func unusual<Number: BinaryInteger>(_ value: Number, _ usual: Number) -> UInt32 {
            value == usual ? 0 : UInt32(clamping: value)
        }
        let limits = Cartera_V1_Limits.with {
            $0.batchOperations = unusual(batchOperations, Limits.operationsPerBatch)
            $0.batchBytes = unusual(batchBytes, Limits.pushBatchBytes)
            $0.pageBytes = unusual(pageBytes, Limits.pageBytes)
            $0.roundOperations = unusual(roundOperations, Limits.operationsPerExchange)
            $0.clockSkewMs = UInt64(unusual(clockSkewMilliseconds, Limits.clockSkewMilliseconds))
            $0.bodyDays = unusual(bodyDays, Limits.bodyDays)
        }
        return limits == Cartera_V1_Limits() ? nil : limits
    }
}

extension Cartera_V1_Limits {
    fileprivate func apply(to welcome: inout Welcome) {
        if batchOperations > 0 { welcome.batchOperations = Int(batchOperations) }
        if batchBytes > 0 { welcome.batchBytes = Int(batchBytes) }
        if pageBytes > 0 { welcome.pageBytes = Int(pageBytes) }
        if roundOperations > 0 { welcome.roundOperations = Int(roundOperations) }
        if bodyDays > 0 { welcome.bodyDays = Int(bodyDays) }
        if clockSkewMs > 0 { welcome.clockSkewMilliseconds = Int64(clamping: clockSkewMs) }
    }
}

extension WelcomeVerdict {
    fileprivate func proto() -> Cartera_V1_Welcome.OneOf_Verdict {
        switch self {
        case .resume: .resume(Cartera_V1_Resume())
        case .sendFrom(let sequence): .sendFrom(.with { $0.sequence = sequence })
        case .newIncarnation(let incarnation): .newIncarnation(.with { $0.incarnation = incarnation })
        case .scopeChanged: .scopeChanged(Cartera_V1_ScopeChanged())
        case .rebaseline(let reason): .rebaseline(.with { $0.reason = reason })
        case .upgrade(let oldest, let newest, let side):
            .upgrade(
                .with {
                    $0.oldestProtocol = oldest
                    $0.newestProtocol = newest
                    $0.oldSide = side
                })
        case .wait(let milliseconds): .wait(.with { $0.milliseconds = milliseconds })
        case .quarantined(let reason): .quarantined(.with { $0.reason = reason })
        case .revoked(let reason): .revoked(.with { $0.reason = reason })
        }
    }
}

extension Cartera_V1_Welcome {
    package func native() throws -> Welcome {
        guard let verdict else { throw WireFailure.malformed("Welcome.verdict") }
        var welcome = Welcome(
            protocolVersion: `protocol`, serverTime: Instant(milliseconds: serverTime),
            chain: ChainEnd(sequence: chainSequence, link: [UInt8](chainLink)),
            heads: try heads.map { try $0.native() }, scope: scope, role: role,
            person: try person.optionalIdentifier("Welcome.person"), renewedCertificate: renewedCertificate,
            leaseExpiresAt: leaseExpiresAt == 0 ? nil : Instant(milliseconds: leaseExpiresAt),
            clockOffset: clockOffsetMs, verdict: verdict.native())
        welcome.compares = compares
        limits.apply(to: &welcome)
        return welcome
    }
}

extension Cartera_V1_Welcome.OneOf_Verdict {
    fileprivate func native() -> WelcomeVerdict {
        switch self {
        case .resume: .resume
        case .sendFrom(let from): .sendFrom(sequence: from.sequence)
        case .newIncarnation(let new): .newIncarnation(new.incarnation)
        case .scopeChanged: .scopeChanged
        case .rebaseline(let rebaseline): .rebaseline(reason: rebaseline.reason)
        case .upgrade(let upgrade):
            .upgrade(oldest: upgrade.oldestProtocol, newest: upgrade.newestProtocol, oldSide: upgrade.oldSide)
        case .wait(let wait): .wait(milliseconds: wait.milliseconds)
        case .quarantined(let quarantined): .quarantined(reason: quarantined.reason)
        case .revoked(let revoked): .revoked(reason: revoked.reason)
        }
    }
}

extension Page {
    package func proto() -> Cartera_V1_Page {
        .with {
            $0.encoding = encoding
            $0.rawSize = UInt32(clamping: rawSize)
            $0.content = Data(content)
            $0.reaches = reaches.proto()
        }
    }
}

extension Cartera_V1_Page {
    package func native() throws -> Page {
        Page(encoding: encoding, rawSize: Int(rawSize), content: [UInt8](content), reaches: try reaches.native())
    }
}

extension Checkpoint {
    package func proto() -> Cartera_V1_Checkpoint {
        .with {
            $0.at = at.proto()
            $0.digest = digest.proto()
            $0.caughtUp = caughtUp
            if let logHead { $0.logHead = logHead.proto() }
            $0.round = round
            if let lateThrough { $0.lateThrough = lateThrough }
        }
    }
}

extension Cartera_V1_Checkpoint {
    package func native() throws -> Checkpoint {
        var checkpoint = Checkpoint(
            at: try at.native(), digest: try digest.native(), caughtUp: caughtUp,
            logHead: hasLogHead ? try logHead.native() : nil, round: round)
        checkpoint.lateThrough = late == nil ? nil : lateThrough
        return checkpoint
    }
}

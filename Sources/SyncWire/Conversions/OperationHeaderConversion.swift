internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension OperationHeader {
    package func proto() -> Cartera_V1_OperationHeader {
        .with {
            $0.id = id.data
            $0.device = device.data
            $0.incarnation = incarnation
            $0.sequence = sequence
            $0.previousLink = Data(previousLink)
            $0.account = account.givenData
            $0.kind = UInt32(clamping: kind)
            $0.dependsOn = dependsOn.map(\.data)
            $0.seen = seen.proto()
            $0.wallClock = wallClock.milliseconds
            $0.monotonic = monotonic
            $0.bootID = Data(bootID)
            $0.hlc = hlc.packed
            $0.commitment = Data(commitment)
            $0.author = author.data
        }
    }
}

extension Cartera_V1_OperationHeader {
    private static let hashBytes = 32
    private static let mostBootBytes = 64

    /// The account is `.nil_` where the operation concerns none.
    package func native() throws -> OperationHeader {
        guard previousLink.isEmpty || previousLink.count == Self.hashBytes else {
            throw WireFailure.malformed("OperationHeader.previous_link")
        }
        guard commitment.count == Self.hashBytes else { throw WireFailure.malformed("OperationHeader.commitment") }
        guard dependsOn.count <= Limits.dependsOn else { throw WireFailure.tooLarge("OperationHeader.depends_on") }
        guard bootID.count <= Self.mostBootBytes else { throw WireFailure.tooLarge("OperationHeader.boot_id") }
        return OperationHeader(
            id: try id.identifier("OperationHeader.id"), device: try device.identifier("OperationHeader.device"),
            incarnation: incarnation, sequence: sequence, previousLink: [UInt8](previousLink),
            account: try account.givenIdentifier("OperationHeader.account"), kind: Int(kind),
            dependsOn: try dependsOn.map { try $0.identifier("OperationHeader.depends_on") },
            seen: try seen.native(), wallClock: Instant(milliseconds: wallClock), monotonic: monotonic,
            bootID: [UInt8](bootID), hlc: HybridLogicalClock(packed: hlc), commitment: [UInt8](commitment),
            author: try author.identifier("OperationHeader.author"))
    }
}

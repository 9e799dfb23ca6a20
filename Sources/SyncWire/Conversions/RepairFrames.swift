internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension RepairRange {
    package func proto() -> Cartera_V1_RepairRange {
        .with {
            $0.prefix = Data(prefix)
            if digest != ScopeDigest() { $0.digest = digest.proto() }
        }
    }
}

extension Cartera_V1_RepairRange {
    package func native() throws -> RepairRange {
        guard prefix.count <= 4 else { throw WireFailure.malformed("RepairRange.prefix") }
        return RepairRange(prefix: [UInt8](prefix), digest: hasDigest ? try digest.native() : ScopeDigest())
    }
}

extension KeyedRowDigest {
    package func proto() -> Cartera_V1_RowDigest {
        .with {
            $0.kind = Cartera_V1_RecordKind(rawValue: Int(kind)) ?? .recordUnspecified
            $0.id = Data(id.bytes)
            $0.digest = Data(digest)
        }
    }
}

extension Cartera_V1_RowDigest {
    package func native() throws -> KeyedRowDigest {
        guard let kind = UInt16(exactly: kind.rawValue) else { throw WireFailure.malformed("RowDigest.kind") }
        return KeyedRowDigest(kind: kind, id: try id.identifier("RowDigest.id"), digest: [UInt8](digest))
    }
}

extension RepairRequest {
    package func proto() -> Cartera_V1_RepairRequest {
        .with {
            $0.branch = Data(branch.bytes)
            $0.ranges = ranges.map { $0.proto() }
            $0.rows = rows.map { $0.proto() }
            $0.leaves = leaves
            $0.sketchCells = UInt32(clamping: sketchCells)
            $0.kind = UInt32(kind ?? 0)
            $0.encodings = encodings
        }
    }
}

extension Cartera_V1_RepairRequest {
    package func native() throws -> RepairRequest {
        guard let kind = UInt16(exactly: kind) else { throw WireFailure.malformed("RepairRequest.kind") }
        var request = RepairRequest(
            branch: try branch.identifier("RepairRequest.branch"), ranges: try ranges.map { try $0.native() },
            rows: try rows.map { try $0.native() }, leaves: leaves, sketchCells: Int(sketchCells),
            kind: kind == 0 ? nil : kind)
        request.encodings = encodings
        return request
    }
}

extension RepairReply {
    package func proto() -> Cartera_V1_RepairReply {
        .with {
            $0.branch = Data(branch.bytes)
            $0.ranges = ranges.map { $0.proto() }
            $0.rows = rows.map { $0.proto() }
            $0.surplus = surplus.map { $0.proto() }
            $0.at = at.proto()
            $0.sketch = Data(sketch)
            if let packed { $0.packed = packed.proto() }
        }
    }
}

extension Cartera_V1_RepairReply {
    package func native() throws -> RepairReply {
        var reply = RepairReply(
            branch: try branch.identifier("RepairReply.branch"), ranges: try ranges.map { try $0.native() },
            rows: try rows.map { try $0.native() }, surplus: try surplus.map { try $0.native() }, at: try at.native())
        reply.sketch = [UInt8](sketch)
        reply.packed = hasPacked ? try packed.native() : nil
        return reply
    }
}

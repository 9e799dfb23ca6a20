internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension ImportAccount {
    package func proto() throws -> Cartera_V1_ImportAccount {
        try .with {
            $0.account = try account.proto()
            $0.debtorID = debtorID.data
            $0.debtor = try debtor.proto()
            $0.points = try points.map { try $0.proto() }
            $0.rowDigest = Data(rowDigest)
            $0.consents = try consents.map { try $0.proto() }
            $0.records = try records.map { try $0.proto() }
        }
    }
}

extension Cartera_V1_ImportAccount {
    package func native() throws -> ImportAccount {
        ImportAccount(
            account: try account.native(), debtorID: try debtorID.identifier("ImportAccount.debtor_id"),
            debtor: try debtor.native(), points: try points.map { try $0.native() }, rowDigest: [UInt8](rowDigest),
            consents: try consents.map { try $0.native() }, records: try records.map { try $0.native() })
    }
}

extension ImportedPoint {
    package func proto() throws -> Cartera_V1_ImportedPoint {
        try .with {
            $0.point = point.data
            $0.content = try content.proto()
        }
    }
}

extension Cartera_V1_ImportedPoint {
    package func native() throws -> ImportedPoint {
        ImportedPoint(point: try point.identifier("ImportedPoint.point"), content: try content.native())
    }
}

extension ImportedConsent {
    package func proto() throws -> Cartera_V1_ImportedConsent {
        try .with {
            $0.consent = consent.data
            $0.content = try content.proto()
        }
    }
}

extension Cartera_V1_ImportedConsent {
    package func native() throws -> ImportedConsent {
        ImportedConsent(consent: try consent.identifier("ImportedConsent.consent"), content: try content.native())
    }
}

extension ImportedRecord {
    package func proto() throws -> Cartera_V1_ImportedRecord {
        try .with {
            $0.record = record.data
            $0.kind = content.kind.proto()
            $0.content = Data(try WireRecordCodec().encode(content))
        }
    }
}

extension Cartera_V1_ImportedRecord {
    package func native() throws -> ImportedRecord {
        ImportedRecord(
            record: try record.identifier("ImportedRecord.record"),
            content: try WireRecordCodec().decode(
                kind: try kind.native("ImportedRecord.kind"), bytes: [UInt8](content)))
    }
}

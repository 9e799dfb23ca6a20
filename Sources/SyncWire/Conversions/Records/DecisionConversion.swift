package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Decision {
    package func proto() throws -> Cartera_V1_Decision {
        try .with {
            $0.operation = operation.givenData
            $0.device = device.givenData
            $0.outcome = outcome.proto()
            $0.decidedAt = decidedAt.milliseconds
            $0.author = author.givenData
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Decision {
    package func native() throws -> Decision {
        Decision(
            operation: try operation.givenIdentifier("Decision.operation"),
            device: try device.givenIdentifier("Decision.device"), outcome: try outcome.native(),
            decidedAt: decidedAt.optionalInstant, author: try author.givenIdentifier("Decision.author"),
            unknownFields: [UInt8](unknownFields.data))
    }
}

package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Letter {
    package func proto() throws -> Cartera_V1_Letter {
        try .with {
            $0.template = template
            $0.templateVersion = templateVersion
            $0.recipient = recipient
            $0.address = address
            $0.method = method
            $0.purpose = purpose
            $0.text = text
            $0.textHash = Data(textHash)
            $0.values = values.map { $0.proto() }
            $0.packs = packs
            $0.author = author.givenData
            $0.madeAt = madeAt.milliseconds
            $0.deliveries = deliveries.map { $0.proto() }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Letter {
    package func native() throws -> Letter {
        Letter(
            template: template, templateVersion: templateVersion, recipient: recipient, address: address,
            method: method, purpose: purpose, text: text, textHash: [UInt8](textHash),
            values: values.map { $0.native() }, packs: packs, author: try author.givenIdentifier("Letter.author"),
            madeAt: Instant(milliseconds: madeAt), deliveries: try deliveries.map { try $0.native() },
            unknownFields: [UInt8](unknownFields.data))
    }
}

extension LetterDelivery {
    package func proto() -> Cartera_V1_LetterDelivery {
        .with {
            $0.how = how
            $0.at = at.milliseconds
            $0.tracking = tracking
            $0.evidence = evidence
            $0.author = author.givenData
        }
    }
}

extension Cartera_V1_LetterDelivery {
    package func native() throws -> LetterDelivery {
        LetterDelivery(
            how: how, at: Instant(milliseconds: at), tracking: tracking, evidence: evidence,
            author: try author.givenIdentifier("LetterDelivery.author"))
    }
}

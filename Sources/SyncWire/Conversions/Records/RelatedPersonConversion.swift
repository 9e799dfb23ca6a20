package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension RelatedPerson {
    package func proto() throws -> Cartera_V1_RelatedPerson {
        try .with {
            $0.role = role
            $0.name = name
            $0.contactPoints = contactPoints.map(\.data)
            $0.phone = phone
            $0.agreedPlace = agreedPlace
            $0.author = author.givenData
            $0.stamps = stamps.map { $0.proto() }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_RelatedPerson {
    package func native() throws -> RelatedPerson {
        RelatedPerson(
            role: role, name: name,
            contactPoints: try contactPoints.map { try $0.identifier("RelatedPerson.contact_points") }, phone: phone,
            agreedPlace: agreedPlace, author: try author.givenIdentifier("RelatedPerson.author"),
            stamps: try stamps.map { try $0.native() }, unknownFields: [UInt8](unknownFields.data))
    }
}

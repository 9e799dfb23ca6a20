package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension ContactPoint {
    package func proto() throws -> Cartera_V1_ContactPoint {
        try .with {
            $0.kind = kind.proto()
            $0.value = value
            $0.label = label
            $0.city = city
            $0.state = state
            $0.country = country
            $0.postalCode = postalCode
            if let location { $0.location = location.proto() }
            $0.fromLender = fromLender
            $0.author = author.givenData
            $0.addedAt = addedAt.milliseconds
            $0.removedBy = removedBy.data
            $0.removedAt = removedAt.milliseconds
            $0.stamps = stamps.map { $0.proto() }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_ContactPoint {
    package func native() throws -> ContactPoint {
        ContactPoint(
            kind: try kind.native("ContactPoint.kind"), value: value, label: label, city: city, state: state,
            country: country, postalCode: postalCode, location: hasLocation ? location.native() : nil,
            fromLender: fromLender, author: try author.givenIdentifier("ContactPoint.author"),
            addedAt: Instant(milliseconds: addedAt),
            removedBy: try removedBy.optionalIdentifier("ContactPoint.removed_by"),
            removedAt: removedAt.optionalInstant, stamps: try stamps.map { try $0.native() },
            unknownFields: [UInt8](unknownFields.data))
    }
}

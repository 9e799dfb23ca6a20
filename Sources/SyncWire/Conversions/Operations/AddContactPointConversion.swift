internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension AddContactPoint {
    package func proto() -> Cartera_V1_AddContactPoint {
        .with {
            $0.point = point.data
            $0.kind = kind.proto()
            $0.value = value
            $0.label = label
            $0.city = city
            $0.state = state
            $0.country = country
            $0.postalCode = postalCode
            if let location { $0.location = location.proto() }
        }
    }
}

extension Cartera_V1_AddContactPoint {
    package func native() throws -> AddContactPoint {
        AddContactPoint(
            point: try point.identifier("AddContactPoint.point"), kind: try kind.native("AddContactPoint.kind"),
            value: value, label: label, city: city, state: state, country: country, postalCode: postalCode,
            location: hasLocation ? location.native() : nil)
    }
}

internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension AddRelatedPerson {
    package func proto() -> Cartera_V1_AddRelatedPerson {
        .with {
            $0.person = person.data
            $0.role = role
            $0.name = name
            $0.phone = phone
            $0.agreedPlace = agreedPlace
        }
    }
}

extension Cartera_V1_AddRelatedPerson {
    package func native() throws -> AddRelatedPerson {
        AddRelatedPerson(
            person: try person.identifier("AddRelatedPerson.person"), role: role, name: name, phone: phone,
            agreedPlace: agreedPlace)
    }
}

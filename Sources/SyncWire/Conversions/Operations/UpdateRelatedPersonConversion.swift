internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension UpdateRelatedPerson {
    package func proto() -> Cartera_V1_UpdateRelatedPerson {
        .with {
            $0.person = person.data
            $0.edits = edits.map { $0.proto() }
        }
    }
}

extension Cartera_V1_UpdateRelatedPerson {
    package func native() throws -> UpdateRelatedPerson {
        UpdateRelatedPerson(
            person: try person.identifier("UpdateRelatedPerson.person"), edits: try edits.map { try $0.native() })
    }
}

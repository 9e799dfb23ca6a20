internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension AmendVisit {
    package func proto() -> Cartera_V1_AmendVisit {
        .with {
            $0.visit = visit.data
            $0.edits = edits.map { $0.proto() }
        }
    }
}

extension Cartera_V1_AmendVisit {
    package func native() throws -> AmendVisit {
        AmendVisit(visit: try visit.identifier("AmendVisit.visit"), edits: try edits.map { try $0.native() })
    }
}

internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension WriteScore {
    package func proto() throws -> Cartera_V1_WriteScore {
        try .with {
            $0.score = score.data
            $0.content = try content.proto()
        }
    }
}

extension Cartera_V1_WriteScore {
    package func native() throws -> WriteScore {
        WriteScore(score: try score.identifier("WriteScore.score"), content: try content.native())
    }
}

internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension WriteScores {
    package func proto() throws -> Cartera_V1_WriteScores {
        try .with {
            $0.scores = try scores.map { item in
                try .with {
                    $0.account = item.account.data
                    $0.score = item.score.data
                    $0.content = try item.content.proto()
                }
            }
        }
    }
}

extension Cartera_V1_WriteScores {
    package func native() throws -> WriteScores {
        WriteScores(
            scores: try scores.map {
                AccountScore(
                    account: try $0.account.identifier("AccountScore.account"),
                    score: try $0.score.identifier("AccountScore.score"), content: try $0.content.native())
            })
    }
}

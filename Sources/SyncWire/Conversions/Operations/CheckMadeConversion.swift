internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension CheckMade {
    package func proto() -> Cartera_V1_CheckMade {
        .with {
            $0.channel = channel
            $0.person = person
            $0.place = place
            $0.purpose = purpose
            $0.at = at.milliseconds
            $0.verdict = verdict
            $0.rule = rule
            $0.packs = packs
        }
    }
}

extension Cartera_V1_CheckMade {
    package func native() -> CheckMade {
        CheckMade(
            channel: channel, person: person, place: place, purpose: purpose, at: at.optionalInstant,
            verdict: verdict, rule: rule, packs: packs)
    }
}

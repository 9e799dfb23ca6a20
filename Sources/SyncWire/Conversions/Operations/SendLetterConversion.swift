internal import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf
package import SyncCore

extension SendLetter {
    package func proto() -> Cartera_V1_SendLetter {
        .with {
            $0.letter = letter.data
            $0.template = template
            $0.templateVersion = templateVersion
            $0.recipient = recipient
            $0.address = address
            $0.method = method
            $0.purpose = purpose
            $0.text = text
            $0.values = values.map { $0.proto() }
            $0.packs = packs
        }
    }
}

extension Cartera_V1_SendLetter {
    package func native() throws -> SendLetter {
        SendLetter(
            letter: try letter.identifier("SendLetter.letter"), template: template, templateVersion: templateVersion,
            recipient: recipient, address: address, method: method, purpose: purpose, text: text,
            values: values.map { $0.native() }, packs: packs)
    }
}

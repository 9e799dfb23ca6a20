internal import SwiftProtobuf
package import SyncWire

/// The string that an administrator hands over: `cartera1-` and the message in base64url without padding.
package enum InvitationText {
    package static let prefix = "cartera1-"

    package static func read(_ text: String) throws -> Cartera_V1_Invitation {
        let trimmed = text.filter { !$0.isWhitespace }
        guard trimmed.hasPrefix(prefix) else {
            throw ClientFailure.badInput(
                "invitation_malformed", "This is not an invitation: it begins with \(prefix).",
                hint: "Copy the whole text that the administrator gave you.")
        }
        guard let bytes = base64URL(trimmed.dropFirst(prefix.count)),
            let invitation = try? Cartera_V1_Invitation(serializedBytes: bytes), invitation.token.count == 20,
            invitation.rootFingerprint.count == 32, !invitation.hosts.isEmpty, !invitation.authority.isEmpty
        else {
            throw ClientFailure.badInput(
                "invitation_malformed", "The invitation is damaged or incomplete.",
                hint: "Copy the whole text, or ask for a new one.")
        }
        return invitation
    }

    static func base64URL(_ text: some StringProtocol) -> [UInt8]? {
        var out = [UInt8]()
        var buffer: UInt32 = 0
        var bits = 0
        for byte in text.utf8 where byte != UInt8(ascii: "=") {
            guard let value = value(byte) else { return nil }
            buffer = buffer << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        return buffer == 0 ? out : nil
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "-"), UInt8(ascii: "+"): 62
        case UInt8(ascii: "_"), UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

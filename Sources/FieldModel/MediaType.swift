/// What sort of file bytes are, by how they begin: laptop and server say the same of the same content.
package enum MediaType {
    /// Bytes of a content's beginning that `of` looks at.
    package static let headBytes = 512

    package static let plainText = "text/plain"
    package static let unknown = "application/octet-stream"

    /// Those that are told by their first bytes; a content that claims to be one of them must begin so.
    package static let recognised: Set<String> = [
        "application/pdf", "image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp", "image/heic",
        "application/zip",
    ]

    /// `head` is the beginning of the content, `headBytes` of it where there are so many.
    package static func of(_ head: [UInt8]) -> String {
        if let found = beginnings.first(where: { head.starts(with: $0.bytes) }) { return found.type }
        if head.starts(with: Array("RIFF".utf8)), Array(head.dropFirst(8).prefix(4)) == Array("WEBP".utf8) {
            return "image/webp"
        }
        if Array(head.dropFirst(4).prefix(4)) == Array("ftyp".utf8) {
            let brand = String(decoding: head.dropFirst(8).prefix(4), as: UTF8.self)
            if ["heic", "heix", "heim", "heis", "mif1", "msf1"].contains(brand) { return "image/heic" }
        }
        return isText(head) ? plainText : unknown
    }

    private static let beginnings: [(bytes: [UInt8], type: String)] = [
        (Array("%PDF-".utf8), "application/pdf"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (Array("GIF87a".utf8), "image/gif"), (Array("GIF89a".utf8), "image/gif"),
        ([0x49, 0x49, 0x2A, 0x00], "image/tiff"), ([0x4D, 0x4D, 0x00, 0x2A], "image/tiff"),
        ([0x50, 0x4B, 0x03, 0x04], "application/zip"),
    ]

    /// UTF-8 without control characters; a character cut at the end of the head does not count against it.
    private static func isText(_ head: [UInt8]) -> Bool {
        let head = head.prefix(headBytes)
        guard !head.isEmpty, head.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0C, 0x0D].contains($0) })
        else { return false }
        return (0..<4).contains { cut in String(validating: head.dropLast(cut), as: UTF8.self) != nil }
    }
}

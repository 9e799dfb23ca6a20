/// Feed rows to the bytes of a `Page` and back; the wire's part of the codec, injected.
package protocol PageContentCoding: Sendable {
    func encode(_ rows: [FeedRow]) throws -> [UInt8]
    func decode(_ bytes: [UInt8]) throws -> [FeedRow]
}

/// Makes and reads pages: content coding, then one of the encodings agreed in Hello.
package struct PageCoder: Sendable {
    let content: any PageContentCoding
    let encodings: [any PageCoding]

    /// `encodings` in order of preference; `identity` needs none.
    package init(content: any PageContentCoding, encodings: [any PageCoding] = []) {
        self.content = content
        self.encodings = encodings
    }

    package var names: [String] { encodings.map(\.name) + ["identity"] }

    package enum Failure: Error, Hashable, Sendable {
        case unknownEncoding(String)
        case tooLarge(Int)
    }

    /// The most that a page's content may measure once decoded: the page limit, one record and its frame.
    package static let mostRawBytes = 4 << 20

    package func page(_ rows: [FeedRow], reaches: FeedPosition, accepted: [String]) throws -> Page {
        let raw = try content.encode(rows)
        for encoding in encodings where accepted.contains(encoding.name) && raw.count > 256 {
            return Page(
                encoding: encoding.name, rawSize: raw.count, content: try encoding.compress(raw), reaches: reaches)
        }
        return Page(encoding: "identity", rawSize: raw.count, content: raw, reaches: reaches)
    }

    package func rows(of page: Page) throws -> [FeedRow] {
        guard page.rawSize >= 0, page.rawSize <= PageCoder.mostRawBytes else { throw Failure.tooLarge(page.rawSize) }
        if page.encoding == "identity" { return try content.decode(page.content) }
        guard let encoding = encodings.first(where: { $0.name == page.encoding }) else {
            throw Failure.unknownEncoding(page.encoding)
        }
        return try content.decode(try encoding.decompress(page.content, rawSize: page.rawSize))
    }
}

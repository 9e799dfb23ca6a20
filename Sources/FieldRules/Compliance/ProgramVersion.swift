/// `0.2.0`: how old a program is, so that a pack can say which ones understand it.
package struct ProgramVersion: Hashable, Sendable, Comparable {
    package let parts: [Int]

    /// Nil unless the text is one to four numbers with dots between; what follows a `-` or `+` does not count.
    package init?(_ text: String) {
        let number = text.prefix { $0 != "-" && $0 != "+" }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...4).contains(parts.count), parts.allSatisfy({ $0.map { $0 >= 0 } ?? false }) else { return nil }
        self.parts = parts.compactMap { $0 } + Array(repeating: 0, count: 4 - parts.count)
    }

    package static func < (a: ProgramVersion, b: ProgramVersion) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}

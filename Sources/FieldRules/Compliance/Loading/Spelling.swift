/// Finds the word that was probably meant, for error messages.
enum Spelling {
    /// Nil when nothing is near: at most a third of the letters may differ. Ties go to the first in byte order.
    static func nearest(to text: String, among words: [String]) -> String? {
        let scored = words.sorted().map { (word: $0, distance: distance(Array(text.utf8.prefix(64)), Array($0.utf8))) }
        guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, text.utf8.count / 3) ? best.word : nil
    }

    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (left == right ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}

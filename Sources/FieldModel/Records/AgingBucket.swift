/// How late an account is, in the steps that lists group by.
///
/// The edges are data: each is the last day of its bucket. Days up to 0 are current, days past the last edge share the
/// last bucket.
package struct AgingBucket: Hashable, Sendable, Codable, Comparable {
    /// 0 for current, then one up for each edge passed.
    package let index: Int
    /// `current`, `1-30`, `31-60`, … `>180`.
    package let label: String

    package static let defaultEdges = [30, 60, 90, 120, 180]

    /// Edges that do not rise are passed over.
    package init(daysPastDue: Int, edges: [Int] = AgingBucket.defaultEdges) {
        guard daysPastDue > 0 else {
            index = 0
            label = "current"
            return
        }
        var below = 0
        var passed = 1
        for edge in edges where edge > below {
            if daysPastDue <= edge {
                index = passed
                label = below + 1 == edge ? "\(edge)" : "\(below + 1)-\(edge)"
                return
            }
            below = edge
            passed += 1
        }
        index = passed
        label = ">\(below)"
    }

    package static func < (a: AgingBucket, b: AgingBucket) -> Bool { a.index < b.index }
}

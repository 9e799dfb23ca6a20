/// What a program makes of many accounts, as one number: two programs that score alike print the same.
package struct ScoreDigest: Hashable, Sendable {
    package static let mostAccounts = 10_000_000

    package private(set) var accounts = 0
    /// FNV-1a of 64 bits: it finds differences, it keeps nobody from making them.
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// Points, probability, amount and reasons: all that a score says.
    package mutating func take(_ result: ScoreResult) {
        accounts += 1
        take(UInt64(bitPattern: Int64(result.milliPoints)))
        take(UInt64(bitPattern: Int64(result.probabilityPpm)))
        take(UInt64(bitPattern: Int64(result.amount ?? -1)))
        for reason in result.reasons {
            for byte in reason.characteristic.utf8 { take(byte) }
            take(UInt64(bitPattern: Int64(reason.shortfallMilliPoints)))
        }
    }

    /// Sixteen digits.
    package var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private mutating func take(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    private mutating func take(_ word: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) { take(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
    }
}

/// Facts of accounts that nobody has: of every size, some of them missing, and words that no card knows.
package struct DrawnFacts: Sendable {
    private var dice: ShuffleGenerator

    package init(seed: UInt64) { dice = ShuffleGenerator(seed: seed) }

    private static let sizes: [UInt64] = [3, 30, 120, 400, 1_500, 60_000, 5_000_000]
    private static let words = ["card", "consumer", "microcredit", "first_party", "visit", "call", "morning", "boat"]

    package mutating func next() -> AccountFacts {
        var facts = AccountFacts()
        for name in FactName.allCases {
            let word = dice.next()
            if word % 8 == 0 { continue }
            if name.isText {
                facts.set(name, text: Self.words[Int((word >> 8) % UInt64(Self.words.count))])
            } else {
                let size = Self.sizes[Int((word >> 8) % UInt64(Self.sizes.count))]
                let number = Int64((word >> 16) % size)
                facts.set(name, name == .netWorth && word & 8 == 0 ? -number : number)
            }
        }
        return facts
    }
}

extension ScoreDigest {
    /// As the server scores: by the places of facts.
    package init(_ card: CompiledCard, accounts: Int, seed: UInt64) {
        self.init()
        var facts = DrawnFacts(seed: seed)
        for _ in 0..<accounts { take(card.evaluate(facts.next())) }
    }

    /// As a laptop scores a file: by the names of columns, from the text of a table.
    package init(csv card: Scorecard, accounts: Int, seed: UInt64) throws(ScoringFailure) {
        self.init()
        var facts = DrawnFacts(seed: seed)
        var scorer = RowScorer(card)
        var digest = self
        func take(_ row: RowScorer.Scored) { digest.take(row.result) }
        // A first column that no card reads, so that a row without facts is still a row.
        var text = (["account"] + card.characteristics.map(\.name)).joined(separator: ",") + "\n"
        for index in 0..<accounts {
            let account = facts.next()
            text += "\(index)"
            for characteristic in card.characteristics {
                text += "," + ScoreDigest.cell(account[named: characteristic.name])
            }
            text += "\n"
            guard text.utf8.count > 60_000 || index + 1 == accounts else { continue }
            try scorer.read(Array(text.utf8), take)
            text = ""
        }
        try scorer.finish(take)
        self = digest
    }

    private static func cell(_ fact: ScoreFact) -> String {
        switch fact {
        case .missing: ""
        case .number(let number): number.description
        case .text(let text): text
        }
    }
}

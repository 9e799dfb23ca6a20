internal import FieldModel
internal import FieldRules
internal import SyncCore

/// The rules of a world's branch, drawn anew at each change: hours, a cap, and what a flag forbids.
enum Packs {
    static let house = "house"

    /// What every branch has whatever it chooses; of allowances these worlds know nothing (`CapWorld` does).
    static let standing: [(name: String, rules: [String])] = [
        ("stop-states", ["{\"id\": \"debtor-request\", \"kind\": \"restriction\", \(about)}"]),
        (
            "allowance",
            [
                "{\"id\": \"spent\", \"kind\": \"allowance\", \(about), \"when\": \"spent\", \"directions\": [\"inbound\"]}"
            ]
        ),
    ]

    static func houseRules(_ dice: inout Dice) -> [String] {
        let opens = dice.within(0...12)
        let closes = opens + dice.within(3...11)
        var rules = [
            rule("hours", "hours", ", \"hours\": {\"monday-sunday\": \"\(hour(opens))-\(hour(closes))\"}", &dice),
            rule(
                "often", "cap",
                ", \"channels\": [\"\(dice.pick(["visit", "call"]) ?? "visit")\"], \"unit\": \"attempt\", \"per\": "
                    + "\"debt\", \"window\": \"days \(dice.within(1...7))\", \"most\": \(dice.within(1...3))", &dice),
        ]
        if dice.below(2) == 0 {
            let act = dice.pick(["promise", "payment", "contact"]) ?? "promise"
            let flag = Vocabulary.flags[0]
            rules.append(
                rule("flagged", "forbidden", ", \"acts\": [\"\(act)\"], \"if_flag\": \"\(flag)\"", &dice))
        }
        return rules
    }

    static func document(_ name: String, version: Int, _ rules: [String]) -> RecordContent {
        let text =
            "{\"pack\": \"\(name)\", \"version\": \(version), \"title\": \"t\", \"source\": \"s\", \"as_of\": "
            + "\"2026-01-01\", \"confidence\": \"A\", \"reviewed_by\": \"x\", \"rules\": [\(rules.joined(separator: ", "))]}"
        return .rulePack(
            DataDocument(
                name: name, version: "\(version)", mediaType: RuleDocument.mediaType, content: Array(text.utf8)))
    }

    private static let about = "\"title\": \"t\", \"citation\": \"c\""

    private static func rule(_ id: String, _ kind: String, _ rest: String, _ dice: inout Dice) -> String {
        let word = dice.pick(["denied", "denied", "needs_approval", "warning"]) ?? "denied"
        return "{\"id\": \"\(id)\", \"kind\": \"\(kind)\", \(about), \"verdict\": \"\(word)\"\(rest)}"
    }

    private static func hour(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }
}

/// Rule documents as the simulated wire has them: the text of the pack.
struct SimulatedRuleCodec: RuleCoding {
    func encode(_ node: RuleNode) throws -> [UInt8] { throw TreeFailure(message: "packs are written as text here") }
    func decode(_ bytes: [UInt8]) throws -> RuleNode { try JSONReader.read(String(decoding: bytes, as: UTF8.self)) }
}

extension World {
    /// The branch begins with rules, or has none.
    mutating func giveRules(_ dice: inout Dice) {
        server.hasRules = true
        for pack in Packs.standing { write(Packs.document(pack.name, version: 1, pack.rules), &dice) }
        changePack(&dice)
    }

    /// A new version of the house's rules, which a laptop that is away does not know yet.
    mutating func changePack(_ dice: inout Dice) {
        guard server.hasRules else { return }
        packVersion += 1
        let version = packVersion
        note("the house's rules change: version \(version)")
        write(Packs.document(Packs.house, version: version, Packs.houseRules(&dice)), &dice)
    }

    mutating func write(_ content: RecordContent, _ dice: inout Dice) {
        let id = RecordID.version7(at: now, using: &dice)
        act(.writeDocument(WriteDocument(kind: .rulePack, id: id, content: content)), .nil_, &dice)
    }
}

extension SimulatedDevice {
    /// Reads the packs again, as they stand among the rows.
    mutating func readRules(plant: PlantedBug?) {
        let packs = rows.filter { $0.key.kind == .rulePack }.sorted { $0.key < $1.key }.map(\.value.row.bytes)
        if PlantedBug.keepsOldRules(plant), rules != nil { return }
        rules = codec.rules(packs)
    }
}

extension SimulatedServer {
    /// What the branch has activated, out of the transaction that asks.
    func rules(_ reading: any ServerReading, _ branch: BranchID) throws -> ActiveRules? {
        guard hasRules else { return nil }
        return codec.rules(try reading.rows(kind: .rulePack, branch: branch, after: nil, limit: .max).map(\.bytes))
    }
}

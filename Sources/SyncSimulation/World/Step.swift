/// One thing that happens in a world, with the seed of its own chance: dropping another step changes nothing of it.
package struct Step: Sendable {
    enum Kind: Int, CaseIterable {
        case act
        case push
        case pull
        case deliver
        case crash
        case advance
        case jump
        case reassign
        case importAccount
        case judge
        case settle
        case configure

        var usualWeight: Int {
            switch self {
            case .act: 520
            case .push, .pull: 200
            case .deliver: 60
            case .crash: 20
            case .advance: 60
            case .jump: 8
            case .reassign: 16
            case .importAccount: 15
            case .judge: 25
            case .settle: 40
            case .configure: 4
            }
        }

        /// Whether a seed may do without it.
        var isOptional: Bool {
            switch self {
            case .act, .push, .pull: false
            default: true
            }
        }
    }

    var kind: Kind
    var device: Int
    var seed: UInt64
}

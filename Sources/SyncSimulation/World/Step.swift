/// One thing that happens in a world, with the seed of its own chance: dropping another step changes nothing of it.
package struct Step: Sendable {
    enum Kind: Int, CaseIterable {
        case act
        case talk
        case cut
        case deliver
        case crash
        case advance
        case jump
        case reassign
        case importAccount
        case judge
        case settle
        case configure
        case backup
        case restore
        case image
        case setBack
        case readmit
        case revoke
        // Put between the others, see `Extras`.
        case damage
        case copy
        case upgrade
        case newPack
        case upgradeServer
        case compact
        case fillDisk
        case fillLaptop
        case move
        case changeRole
        // See `Additions`.
        case contact
        case newCap
        case importPayment

        var usualWeight: Int {
            switch self {
            case .act: 520
            case .talk: 280
            case .cut: 40
            case .deliver: 40
            case .crash: 20
            case .advance: 60
            case .jump: 8
            case .reassign: 16
            case .importAccount: 15
            case .judge: 25
            case .settle: 40
            case .configure, .backup: 4
            case .restore, .setBack: 2
            case .image: 4
            case .readmit: 10
            case .revoke: 1
            case .damage, .copy, .upgrade, .newPack, .upgradeServer, .compact, .fillDisk, .fillLaptop, .move,
                .changeRole, .contact, .newCap, .importPayment:
                0
            }
        }

        var isFault: Bool {
            switch self {
            case .cut, .deliver, .crash, .jump, .restore, .setBack, .revoke, .damage, .copy, .fillDisk, .fillLaptop:
                true
            default: false
            }
        }

        /// Whether it is drawn with the others, and not put between them.
        var isUsual: Bool { usualWeight > 0 }

        /// Whether a seed may do without it.
        var isOptional: Bool {
            switch self {
            case .act, .talk: false
            default: true
            }
        }
    }

    var kind: Kind
    var device: Int
    var seed: UInt64
}

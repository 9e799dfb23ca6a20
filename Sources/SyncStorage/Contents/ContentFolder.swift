package import FieldModel
internal import Glibc
package import SyncCore

/// Contents as files of a folder: `accounts/ACCOUNT/HASH` whole ones, `parts/NAME` unfinished ones.
///
/// A server keeps equal contents of several accounts once: `shared/HASH` is one more name of the same file. Changes of
/// names are made under a lock of the folder, so that several processes of a home may work at once; each is on disk
/// before it returns.
package struct ContentFolder: ContentStore {
    package let path: String
    private let hash: any Hashing
    private let now: @Sendable () -> Instant
    private let isShared: Bool

    package init(path: String, hash: any Hashing, isShared: Bool, now: @escaping @Sendable () -> Instant) {
        self.path = path
        self.hash = hash
        self.isShared = isShared
        self.now = now
    }

    private var lock: FileLock { FileLock(path: "\(path)/contents.lock") }
    private var accounts: String { "\(path)/accounts" }
    private var partsFolder: String { "\(path)/parts" }
    package var shared: String { "\(path)/shared" }

    private func folder(_ account: AccountID) -> String { "\(accounts)/\(Hex.text(account.bytes))" }
    private func file(_ place: ContentPlace) -> String { "\(folder(place.account))/\(Hex.text(place.hash))" }
    private func markFile(_ place: ContentPlace) -> String { "\(file(place)).mark" }
    private func file(part name: String) -> String { "\(partsFolder)/\(name)" }
}

extension ContentFolder {
    package func held(_ place: ContentPlace) throws -> HeldContent? {
        guard place.hash.count == 32, let facts = try Files.facts(file(place)) else { return nil }
        let mark = try Files.read(markFile(place)).map { String(decoding: $0, as: UTF8.self) }
        return HeldContent(place: place, size: facts.size, changedAt: facts.changedAt, mark: mark ?? "")
    }

    package func list(_ account: AccountID?) throws -> [HeldContent] {
        let names = try account.map { [$0] } ?? Files.names(in: accounts).compactMap { Hex.identifier($0) }
        return try names.flatMap { account in
            try Files.names(in: folder(account)).compactMap { name in
                guard let hash = Hex.bytes(name), hash.count == 32 else { return nil }
                return try held(ContentPlace(account: account, hash: hash))
            }
        }
    }

    package func bytes(_ place: ContentPlace, from offset: UInt64, count: Int) throws -> [UInt8] {
        guard let bytes = try Files.read(file(place), from: offset, count: count) else {
            throw StoreFailure(code: "not_found", message: "the content is not here")
        }
        return bytes
    }

    package func mark(_ place: ContentPlace, _ mark: String) throws {
        try lock.withHold {
            guard try Files.facts(file(place)) != nil else { return }
            try Files.replace(markFile(place), with: Array(mark.utf8))
        }
    }

    package func remove(_ place: ContentPlace) throws {
        guard try Files.facts(path) != nil else { return }
        try lock.withHold { try removeHeld(place) }
    }

    private func removeHeld(_ place: ContentPlace) throws {
        try Files.remove(markFile(place))
        try Files.remove(file(place))
        if isShared {
            let other = "\(shared)/\(Hex.text(place.hash))"
            // Its last name: no account has it any more.
            if try Files.facts(other)?.names == 1 { try Files.remove(other) }
        }
        try Files.synchronise(folder(place.account))
        if try Files.names(in: folder(place.account)).isEmpty { Files.removeFolder(folder(place.account)) }
    }

    package func removeAll(of account: AccountID) throws {
        let prefix = "\(Hex.text(account.bytes))."
        for name in try Files.names(in: partsFolder) where name.hasPrefix(prefix) { try drop(part: name) }
        guard try Files.facts(folder(account)) != nil else { return }
        try lock.withHold {
            for name in try Files.names(in: folder(account)) {
                let digits = name.hasSuffix(".mark") ? String(name.dropLast(5)) : name
                guard let hash = Hex.bytes(digits), hash.count == 32 else {
                    try Files.remove("\(folder(account))/\(name)")
                    continue
                }
                try removeHeld(ContentPlace(account: account, hash: hash))
            }
            Files.removeFolder(folder(account))
            try Files.synchronise(accounts)
        }
    }

    package func damaged() throws -> [ContentPlace] {
        var sound: Set<[UInt8]> = []
        return try list(nil).compactMap { content in
            // One file under several accounts is read once.
            if isShared, sound.contains(content.place.hash), try isSameFile(content.place) { return nil }
            let isSound = try hash.sha256(Files.read(file(content.place)) ?? []) == content.place.hash
            if isSound { sound.insert(content.place.hash) }
            return isSound ? nil : content.place
        }
    }

    private func isSameFile(_ place: ContentPlace) throws -> Bool {
        let other = try Files.facts("\(shared)/\(Hex.text(place.hash))")
        return try other != nil && other?.number == Files.facts(file(place))?.number
    }
}

extension ContentFolder {
    package func part(_ name: String) throws -> ContentPart? {
        try Files.facts(file(part: name)).map { ContentPart(name: name, size: $0.size, changedAt: $0.changedAt) }
    }

    package func parts() throws -> [ContentPart] { try Files.names(in: partsFolder).compactMap { try part($0) } }

    package func append(_ bytes: [UInt8], to part: String, at offset: UInt64) throws {
        try Files.makeFolder(path)
        try Files.makeFolder(partsFolder)
        try Files.append(bytes, to: file(part: part), at: offset, now: now())
    }

    package func drop(part name: String) throws { try Files.remove(file(part: name)) }

    package func finish(part name: String, as place: ContentPlace) throws -> ContentEnd {
        let part = file(part: name)
        guard let content = try Files.read(part), hash.sha256(content) == place.hash else {
            try Files.remove(part)
            return .mismatch
        }
        try Files.synchroniseFile(part)
        try Files.makeFolder(accounts)
        return try lock.withHold {
            try Files.makeFolder(folder(place.account))
            if isShared { try share(part, place) }
            try Files.rename(part, file(place))
            try Files.remove(markFile(place))
            for folder in [folder(place.account), accounts, partsFolder] { try Files.synchronise(folder) }
            return .kept
        }
    }

    /// Makes the part one more name of the content that others have, where that is sound; else it takes its place.
    private func share(_ part: String, _ place: ContentPlace) throws {
        try Files.makeFolder(shared)
        let common = "\(shared)/\(Hex.text(place.hash))"
        if let known = try Files.read(common), hash.sha256(known) == place.hash {
            try Files.remove(part)
            try Files.link(common, part)
        } else {
            try Files.remove(common)
            try Files.link(part, common)
        }
        try Files.synchronise(shared)
    }

    /// Gives an account a content that lies among the shared ones: what a backup brings back.
    package func give(_ place: ContentPlace) throws {
        try Files.makeFolder(accounts)
        try Files.makeFolder(folder(place.account))
        try Files.link("\(shared)/\(Hex.text(place.hash))", file(place))
        for folder in [folder(place.account), accounts, shared] { try Files.synchronise(folder) }
    }

    /// Where a backup puts shared contents.
    package func prepareShared() throws {
        for folder in [path, shared] { try Files.makeFolder(folder) }
    }
}
